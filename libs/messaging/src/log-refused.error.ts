/**
 * The event log does not let this service do what it must: a login, a right or a topic is missing. The fault of who set it up, for
 * as long as it lasts: relay and consumer wait and raise the alarm, and no record is ever put aside for it.
 */
export class LogRefusedError extends Error {
  override readonly name = 'LogRefusedError';
  readonly code = 'event-log-refused';
  readonly retriable = true;
  /** It names users and topics, and nothing that people filed. */
  readonly loggable = true;
}
