import { SECTIONS, type SectionName } from '@app/contracts';
import {
  cityCalendar,
  determine,
  factsFor,
  readDeterminationRequest,
  type DeterminationRequest,
  type DeterminedProcedure,
} from '@app/procedures';
import { v7 as uuidv7 } from 'uuid';
import type { SubmitApplicationDto } from '../../../apps/applications/src/features/submit-application/submit-application.dto.js';
import type { TaskToOpen } from '../messages.js';

export interface PlannedTask extends TaskToOpen {
  readonly section: SectionName;
}

export interface Plan {
  readonly ruleSet: string;
  readonly tasks: readonly PlannedTask[];
}

/** The same rules as ours, asked once: required procedures and chosen ones that are offered. */
export function planTasks(filing: SubmitApplicationDto): Plan {
  const request = requestOf(filing);
  const { ruleSet, procedures } = determine(request, { calendar: cityCalendar() });
  const chosen = new Set(filing.chosenProcedures);
  const wanted = procedures.filter(
    ({ requirement, procedureId }) =>
      requirement === 'required' || (requirement === 'offered' && chosen.has(procedureId)),
  );
  return { ruleSet, tasks: wanted.flatMap((one) => taskOf(one, request) ?? []) };
}

function requestOf({
  lifeEvent,
  eventDate,
  intakeDate,
  ward,
  householdFacts,
}: SubmitApplicationDto) {
  const read = readDeterminationRequest({ lifeEvent, eventDate, intakeDate, ward, householdFacts });
  if (!read.ok) throw new Error('The filing is no determination request.');
  return read.value;
}

function taskOf(
  procedure: DeterminedProcedure,
  request: DeterminationRequest,
): PlannedTask | undefined {
  const section = SECTIONS.find((one) => one === procedure.section);
  if (section === undefined) return undefined;
  const { procedureId, ruleId, persons, requirement, deadline, dependsOn } = procedure;
  const facts = factsFor(procedureId, request.householdFacts, persons);
  const taskId = uuidv7();
  return {
    ...{ taskId, section, procedureId, ruleId, persons, requirement, deadline, dependsOn },
    facts,
  };
}
