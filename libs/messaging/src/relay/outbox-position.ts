/** A place in the outbox: the order in which events leave it. */
export interface OutboxPosition {
  readonly xid: bigint;
  readonly seq: bigint;
}

export const OUTBOX_START: OutboxPosition = { xid: 0n, seq: 0n };

/** Whether everything up to `wanted` lies at or before `reached`. */
export function hasReached(reached: OutboxPosition, wanted: OutboxPosition): boolean {
  if (reached.xid !== wanted.xid) return reached.xid > wanted.xid;
  return reached.seq >= wanted.seq;
}
