import type { Tx } from '../tx.js';

/**
 * A hook for `UnitOfWorkSettings.onLocked`: fails when the transaction already has an id, that is when something
 * wrote (or locked a row, or took a sequence number) before the locks of all keys were held.
 */
export async function refuseWriteBeforeLock(tx: Tx): Promise<void> {
  const [row] = await tx.query<{ xid: string | null }>(
    'SELECT pg_current_xact_id_if_assigned() AS xid',
  );
  if (row?.xid != null) {
    throw new Error(`a write preceded the locks: transaction id ${row.xid} was assigned`);
  }
}
