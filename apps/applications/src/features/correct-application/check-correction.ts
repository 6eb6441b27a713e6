import type { Correction, Filing } from '@app/contracts';
import { checkFiling } from '../submit-application/check-filing.js';
import type { SubmitApplicationDto } from '../submit-application/submit-application.dto.js';
import type { CorrectApplicationDto } from './correct-application.dto.js';

/**
 * The correction as it is handed on: changed facts and names replace the filed ones as a whole and are checked together
 * with what stays, as if they had been filed so.
 * @throws Problem that names everything that is wrong.
 */
export function checkCorrection(
  body: CorrectApplicationDto,
  filed: Filing,
  today: string,
): Correction {
  const { answers, householdFacts, eventDate, identities } = body;
  const changesFacts = householdFacts !== undefined || eventDate !== undefined;
  if (!changesFacts && identities === undefined) return { answers };
  const asFiled = { ...filed, ...filed.request } as unknown as SubmitApplicationDto;
  const whole: SubmitApplicationDto = {
    ...pick(asFiled),
    eventDate: eventDate ?? asFiled.eventDate,
    householdFacts: householdFacts ?? asFiled.householdFacts,
    identities: identities ?? asFiled.identities,
  };
  const request = checkFiling(whole, today);
  return {
    answers,
    ...(changesFacts && { request: { ...request } }),
    ...(identities && { identities }),
  };
}

function pick({
  applicant,
  contact,
  consent,
  lifeEvent,
  eventDate,
  intakeDate,
  ward,
  householdFacts,
  identities,
}: SubmitApplicationDto): SubmitApplicationDto {
  return {
    applicant,
    contact,
    consent,
    lifeEvent,
    eventDate,
    ...(intakeDate && { intakeDate }),
    ward,
    householdFacts,
    identities,
  };
}
