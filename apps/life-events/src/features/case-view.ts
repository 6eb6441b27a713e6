import type { CaseSnapshotData } from '@app/contracts';
import { snapshotOf } from '../cases/case-snapshot.js';
import type { VersionedCase } from '../domain/versioned-case.js';

/** What an officer sees of a case: its public state and the number that people read to each other. Names nobody. */
export interface CaseView extends CaseSnapshotData {
  readonly reference: string;
}

export const caseView = (stored: VersionedCase): CaseView => ({
  ...snapshotOf(stored),
  reference: stored.state.reference,
});
