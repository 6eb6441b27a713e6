/** A sealed part opened, but is not what its contract lays down. Repeating does not help: a dead letter. Never shows content. */
export class SealedContentError extends Error {
  override readonly name = 'SealedContentError';
  readonly code = 'sealed-content-invalid';
  readonly retriable = false;
  readonly loggable = true;

  constructor(type: string, problem: string) {
    super(`${type}: ${problem}`);
  }
}
