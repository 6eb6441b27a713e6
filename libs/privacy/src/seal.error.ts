export type SealFault =
  'unreadable' | 'header-mismatch' | 'wrong-key' | 'tampered' | 'bad-padding' | 'not-json';

/** A sealed part that cannot be what it claims to be. Repeating does not help: a dead letter. Never shows content. */
export class SealError extends Error {
  override readonly name = 'SealError';
  readonly code: `seal-${SealFault}`;
  readonly retriable = false;
  readonly loggable = true;

  constructor(fault: SealFault, message: string) {
    super(message);
    this.code = `seal-${fault}`;
  }
}
