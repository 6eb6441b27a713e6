/** A command that contradicts what the section has. `retriable: false` = an operator must look at it. */
export class OrderError extends Error {
  override readonly name = 'OrderError';

  constructor(
    readonly code:
      | 'task-unknown'
      | 'task-not-ended'
      | 'task-opened-otherwise'
      | 'sealed-part-missing'
      | 'sealed-part-of-another',
    what: string,
    readonly retriable = false,
  ) {
    super(`${code}: ${what}`);
  }
}
