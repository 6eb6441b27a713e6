import { Problem } from '@app/observability';
import type { DeterminationRequest } from '@app/procedures';
import { factsOf, type InterviewState } from './interview-state.js';
import { standing } from './interview-view.js';

/** A part of an application that an interview does not know, and whom it is about. */
export interface MissingPart {
  readonly field: 'applicant' | 'contact' | 'consent' | 'identities';
  readonly persons?: readonly string[];
}

/** The body of `POST /v1/applications`, but for what is missing. */
export interface DraftBody extends Omit<DeterminationRequest, 'intakeDate'> {
  readonly chosenProcedures?: readonly string[];
}

export interface Draft {
  readonly application: DraftBody;
  readonly missing: readonly MissingPart[];
  /** The first day on which it can be filed, where that lies ahead; null = at once. */
  readonly notBefore: string | null;
  /** Procedures about which something is settled at the counter. */
  readonly askAtCounter: readonly string[];
}

/**
 * What an interview knows, as an application: nothing of it is entered again. The day of filing is left out, since it is
 * the day on which the application is handed in.
 * @throws Problem `invalid-request` for a chosen procedure that the result does not offer
 */
export function draftOf(
  state: InterviewState,
  chosen: readonly string[] | undefined,
  today: string,
): Draft {
  const { request } = factsOf(state);
  const { determination, askAtCounter } = standing(state, today);
  requireOffered(chosen ?? [], new Set(determination.procedures.map((one) => one.procedureId)));
  const { lifeEvent, eventDate, ward, householdFacts } = request;
  // Only a move-out is notified before it happens (standard specification 4.1).
  const ahead = lifeEvent !== 'move-out' && eventDate > today;
  return {
    application: {
      lifeEvent,
      eventDate,
      ward,
      householdFacts,
      ...(chosen !== undefined && { chosenProcedures: chosen }),
    },
    missing: [
      { field: 'applicant' },
      { field: 'contact' },
      { field: 'consent' },
      { field: 'identities', persons: householdFacts.persons.map(({ id }) => id) },
    ],
    notBefore: ahead ? eventDate : null,
    askAtCounter: [...new Set(askAtCounter.flatMap(({ why }) => why))],
  };
}

function requireOffered(chosen: readonly string[], offered: ReadonlySet<string>): void {
  const wrong = chosen.flatMap((id, at) => (offered.has(id) ? [] : [at]));
  if (wrong.length === 0) return;
  const message =
    'この世帯では選べない手続です。 / This procedure is not offered to this household.';
  throw new Problem('invalid-request', {
    errors: wrong.map((at) => ({
      field: `chosenProcedures[${at}]`,
      code: 'not-offered',
      message,
    })),
  });
}
