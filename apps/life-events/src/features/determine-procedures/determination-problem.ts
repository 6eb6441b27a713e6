import { UnknownCalendarYearError } from '@app/japan';
import { Problem, factErrors } from '@app/observability';
import { LifeEventNotSupportedError, type FieldError as FactError } from '@app/procedures';

/** The refusal of a request that the vocabulary does not know. */
export function problemOfFacts(errors: readonly FactError[]): Problem {
  const unsupported = errors.every(({ code }) => code === 'life-event-not-supported');
  return new Problem(unsupported ? 'life-event-not-supported' : 'invalid-request', {
    errors: factErrors(errors),
  });
}

/** The refusal of a request that no rule set can answer; anything else that was thrown stays what it is. */
export function problemOfDetermination(error: unknown): unknown {
  if (error instanceof LifeEventNotSupportedError) return new Problem('life-event-not-supported');
  if (!(error instanceof UnknownCalendarYearError)) return error;
  const message =
    'この日付の期限は計算できません。窓口でご相談ください。 / Deadlines from this day lie outside the known calendar.';
  return new Problem('invalid-request', {
    errors: [{ field: 'eventDate', code: 'outside-calendar', message }],
  });
}
