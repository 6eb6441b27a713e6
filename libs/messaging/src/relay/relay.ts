import type { OutboxPosition } from './outbox-position.js';

export type RelayState = 'stopped' | 'leading' | 'standby' | 'failing' | 'refused';

/** What others may ask of the relay. */
export interface Relay {
  readonly state: RelayState;
  /** Something was committed: look at once. */
  wake(): void;
  /** Resolves when everything up to the position (default: all that is committed now) is in the log. For tests and shutdown. */
  drainTo(position?: OutboxPosition): Promise<void>;
  /** The last committed row of the outbox. */
  end(): Promise<OutboxPosition>;
  /** Age of the first event that is not in the log yet, in seconds. Grows while the log is away or a long transaction runs. */
  oldestUnsentSeconds(): Promise<number | undefined>;
}
