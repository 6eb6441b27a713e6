import { UnknownCalendarYearError } from '@app/japan';
import { Problem, factErrors, fieldAt } from '@app/observability';
import {
  SUPPORTED_LIFE_EVENTS,
  cityCalendar,
  deadlinesAreKnown,
  determine,
  readDeterminationRequest,
  type DeterminationRequest,
} from '@app/procedures';
import {
  faultsOfChoice,
  faultsOfDays,
  faultsOfParts,
  type FilingFault,
} from '../../domain/filing.rule.js';
import type { SubmitApplicationDto } from './submit-application.dto.js';

/**
 * Reads a filing as far as the fact vocabulary goes and checks what lies between its parts.
 * @throws Problem that names everything that is wrong; nothing has been stored then.
 */
export function checkFiling(body: SubmitApplicationDto, today: string): DeterminationRequest {
  const request = readRequest({ ...requestOf(body), intakeDate: body.intakeDate ?? today });
  const persons = request.householdFacts.persons.map(({ id }) => id);
  const days = {
    lifeEvent: request.lifeEvent,
    eventDate: request.eventDate,
    intakeDate: request.intakeDate ?? today,
  };
  refuseFaults([...faultsOfParts(body, persons), ...faultsOfDays(days, today)]);
  if (!body.consent.shareWithSections) throw new Problem('consent-missing');
  refuseChoice(body.chosenProcedures ?? [], request);
  return request;
}

/** Life-events determines; at the door it is done only where it can change the answer. */
function refuseChoice(chosen: readonly string[], request: DeterminationRequest): void {
  if (chosen.length === 0 && deadlinesAreKnown(request)) return;
  refuseFaults(faultsOfChoice(chosen, selectable(request)));
}

/** @throws Problem `life-event-not-supported` or `invalid-request`. */
export function readRequest(json: unknown): DeterminationRequest {
  const read = readDeterminationRequest(json);
  if (!read.ok) {
    const unsupported = read.errors.every(({ code }) => code === 'life-event-not-supported');
    throw new Problem(unsupported ? 'life-event-not-supported' : 'invalid-request', {
      errors: factErrors(read.errors),
    });
  }
  if (!SUPPORTED_LIFE_EVENTS.includes(read.value.lifeEvent))
    throw new Problem('life-event-not-supported');
  return read.value;
}

function requestOf({
  lifeEvent,
  eventDate,
  ward,
  householdFacts,
}: SubmitApplicationDto): Record<string, unknown> {
  return { lifeEvent, eventDate, ward, householdFacts };
}

function selectable(request: DeterminationRequest): Set<string> {
  try {
    const { procedures } = determine(request, { calendar: cityCalendar() });
    return new Set(procedures.map(({ procedureId }) => procedureId));
  } catch (error) {
    if (!(error instanceof UnknownCalendarYearError)) throw error;
    const message =
      'この日付の期限は計算できません。窓口でご相談ください。 / Deadlines from this day lie outside the known calendar.';
    throw new Problem('invalid-request', {
      errors: [{ field: 'eventDate', code: 'outside-calendar', message }],
    });
  }
}

function refuseFaults(faults: readonly FilingFault[]): void {
  if (faults.length === 0) return;
  const errors = faults.map(({ pointer, code, ja, en }) => ({
    field: fieldAt(pointer),
    code,
    message: `${ja} / ${en}`,
  }));
  throw new Problem('invalid-request', { errors });
}
