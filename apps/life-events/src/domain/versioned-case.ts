import type { Case } from './case.js';
import { CASE_MOVES } from './case-moves.js';

/** A case as it is kept and shown: each version was shown to others once. Times are ISO 8601, UTC. */
export interface VersionedCase {
  readonly state: Case;
  readonly version: number;
  readonly openedAt: string;
  readonly changedAt: string;
  readonly closedAt: string | null;
  /** When its keys were destroyed: what stands in `state` is a tombstone then. */
  readonly erasedAt: string | null;
}

/** The next version with this state. */
export function nextVersion(
  before: VersionedCase | undefined,
  state: Case,
  at: string,
): VersionedCase {
  const ended = CASE_MOVES.isFinal(state.status);
  return {
    state,
    version: (before?.version ?? 0) + 1,
    openedAt: before?.openedAt ?? at,
    changedAt: at,
    closedAt: before?.closedAt ?? (ended ? at : null),
    erasedAt: null,
  };
}
