/** A place in the outbox: the order in which events leave it. */
export interface OutboxPosition {
  readonly xid: bigint;
  readonly seq: bigint;
}

/** What others may ask of the relay. */
export interface Relay {
  /** Something was committed: look at once. */
  wake(): void;
  /** Resolves when everything up to the position (default: all that is committed now) is in the log. For tests and shutdown. */
  drainTo(position?: OutboxPosition): Promise<void>;
  /** The last committed row of the outbox. */
  end(): Promise<OutboxPosition>;
}
