/** An event that its writer may not publish: it breaks its contract or is too large. The fault of who wrote it, for good. */
export class EventRefusedError extends Error {
  override readonly name = 'EventRefusedError';
  readonly retriable = false;

  constructor(
    readonly code: 'event-invalid' | 'event-too-large' | 'event-not-ours',
    type: string,
    problem: string,
  ) {
    super(`${type}: ${problem}`);
  }
}
