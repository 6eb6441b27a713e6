import { Problem } from '@app/observability';
import type { Access } from './access.js';
import { levelRefusalFor, type Refusal } from './admit.js';
import { permits, type RecordAttributes } from './permit.js';
import { PURPOSES } from './purposes.js';

const REALM = 'Bearer realm="madoguchi"';

/** A refusal as the edge answers it. */
export function problemOfRefusal(refusal: Refusal): Problem {
  switch (refusal.code) {
    case 'forbidden':
      return new Problem('forbidden', {
        headers: { 'WWW-Authenticate': `${REALM}, error="insufficient_scope"` },
      });
    case 'assurance-too-low':
      // RFC 9470: a front end signs the citizen in again with what is named.
      return new Problem('assurance-too-low', {
        headers: {
          'WWW-Authenticate': `${REALM}, error="insufficient_user_authentication", acr_values="${refusal.least}"`,
        },
      });
    case 'purpose-missing':
    case 'purpose-unknown':
      return new Problem(refusal.code, { detail: `Madoguchi-Purpose: ${CODES}` });
    default:
      return refusal satisfies never;
  }
}

const CODES = Object.keys(PURPOSES).join(', ');

/** @throws Problem `not-found` when the record is not there for this caller: as if it did not exist */
export function requirePermitted(access: Access, record: RecordAttributes): void {
  if (!permits(access, record)) throw new Problem('not-found');
}

/** @throws Problem `assurance-too-low` when a filing of this life event needs a surer log-in */
export function requireLevelFor(access: Access, lifeEvent: string): void {
  const refusal = levelRefusalFor(access, lifeEvent);
  if (refusal) throw problemOfRefusal(refusal);
}
