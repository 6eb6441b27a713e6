import { kindsOf, withheldFrom, type Access, type DataKind } from '@app/auth';
import type { CaseSnapshotData, SnapshotTask } from '@app/contracts';
import { snapshotOf } from '../cases/case-snapshot.js';
import type { VersionedCase } from '../domain/versioned-case.js';
import { attributesOf } from './sight.js';

/** What staff see of a case: its public state and the number that people read to each other. Names nobody. */
export interface CaseView extends CaseSnapshotData {
  readonly reference: string | null;
  /** Kinds of data that are left empty here, because the caller's roles do not see them. */
  readonly withheld: readonly DataKind[];
}

/** The case as far as the access shows it. */
export function caseView(stored: VersionedCase, access: Access): CaseView {
  const kinds = kindsOf(access, attributesOf(stored));
  const snapshot = snapshotOf(stored);
  return {
    ...(kinds.has('circumstances') ? snapshot : withoutCircumstances(snapshot)),
    reference: kinds.has('reference') ? stored.state.reference : null,
    withheld: withheldFrom(access, kinds),
  };
}

/** What the determination says about the household goes; how far each task is stays. */
const withoutCircumstances = (snapshot: CaseSnapshotData): CaseSnapshotData => ({
  ...snapshot,
  tasks: snapshot.tasks.map(withoutPersons),
  referrals: [],
  offered: [],
  maybe: [],
  questions: [],
  automaticEffects: [],
  informational: [],
});

const withoutPersons = (task: SnapshotTask): SnapshotTask => ({
  ...task,
  persons: [],
  returnedItems: [],
});
