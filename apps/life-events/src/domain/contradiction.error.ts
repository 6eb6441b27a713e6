/** Why a fact cannot be true of this case. The codes end up beside a parked record and in the operator's list. */
export type ContradictionCode =
  | 'case-unknown'
  | 'case-already-open'
  | 'task-unknown'
  | 'task-of-another-section'
  | 'task-of-another-procedure'
  | 'illegal-task-move'
  | 'illegal-case-move'
  | 'nothing-to-deliver'
  | 'withdrawal-not-asked'
  | 'fact-of-another-case'
  | 'filing-of-another-case'
  | 'filing-not-determinable'
  | 'filing-outside-calendar';

/** What no later fact can make true: an operator is asked at once. */
const FOR_GOOD: readonly ContradictionCode[] = ['filing-outside-calendar'];

/** A fact that contradicts what is known. It belongs to the record, so the record is parked; the case stays as it was. */
export class ContradictionError extends Error {
  override readonly name = 'ContradictionError';
  readonly retriable?: false;

  constructor(
    readonly code: ContradictionCode,
    detail: string,
  ) {
    super(`${code}: ${detail}`);
    if (FOR_GOOD.includes(code)) this.retriable = false;
  }
}
