import {
  PROTECTED_WARD,
  type Applicant,
  type Correction,
  type Filing,
  type Identity,
} from '@app/contracts';
import { UnknownCalendarYearError } from '@app/japan';
import {
  cityCalendar,
  determine,
  procedure,
  readDeterminationRequest,
  type Determination,
  type DeterminationRequest,
} from '@app/procedures';
import type { FiledCase } from '../domain/case.js';
import { ContradictionError } from '../domain/contradiction.error.js';
import { planCase, type CasePlan } from '../domain/plan-case.decision.js';

/** What was filed, as corrections have left it. In memory only. */
export interface FiledContent {
  readonly request: DeterminationRequest;
  readonly identities: readonly Identity[];
  readonly applicant: Applicant;
}

type OfCase = Pick<FiledCase, 'ward' | 'lifeEvent' | 'intakeDate'>;

function readRequest(request: Record<string, unknown>, of: OfCase): DeterminationRequest {
  const read = readDeterminationRequest({ ...request, intakeDate: of.intakeDate });
  if (!read.ok) {
    // Pointers and codes say where to look; the values are the citizen's.
    const faults = read.errors.map(({ pointer, code }) => `${pointer} ${code}`).join(', ');
    throw new ContradictionError('filing-not-determinable', faults);
  }
  const { ward, lifeEvent } = read.value;
  // The clear ward of a protected case says nothing: what was filed is the only truth then.
  const sameWard = of.ward === PROTECTED_WARD || ward.code5 === of.ward;
  if (!sameWard || lifeEvent !== of.lifeEvent)
    throw new ContradictionError('filing-of-another-case', `${lifeEvent} in ${ward.code5}`);
  return read.value;
}

/** @throws ContradictionError when the request cannot be determined, or is of another ward or life event. */
export const readFiling = (
  { request, identities, applicant }: Filing,
  of: OfCase,
): FiledContent => ({
  request: readRequest(request, of),
  identities,
  applicant,
});

/** What a correction gives replaces what was filed, as a whole. */
export const corrected = (
  filed: FiledContent,
  { request, identities }: Correction,
  of: OfCase,
): FiledContent => ({
  request: request === undefined ? filed.request : readRequest(request, of),
  identities: identities ?? filed.identities,
  applicant: filed.applicant,
});

function determined(request: DeterminationRequest, ruleSet: string | undefined): Determination {
  try {
    return determine(request, {
      calendar: cityCalendar(),
      ...(ruleSet !== undefined && { ruleSet }),
    });
  } catch (error) {
    if (!(error instanceof UnknownCalendarYearError)) throw error;
    throw new ContradictionError('filing-outside-calendar', 'its deadlines cannot be known');
  }
}

/**
 * Determines the filing on the given rule set, or on the current one, and says what the case is made of.
 * @throws ContradictionError for good, when a deadline lies in a year whose holidays are not known
 */
export function planFor(
  { request }: FiledContent,
  chosenProcedures: readonly string[],
  ruleSet?: string,
): CasePlan {
  const result = determined(request, ruleSet);
  const procedures = result.procedures.map((determined) => ({
    ...determined,
    delivers: procedure(determined.procedureId).delivers,
  }));
  return planCase({ ...result, procedures }, chosenProcedures);
}
