import type { ServiceDatabase } from '@app/persistence';
import type { Queryable } from '../event-log.port.js';
import type { OutboxPosition } from './outbox-position.js';

/** A table with one row per service: who leads, until when, and how far they came. */
export type CursorTable = 'relay_cursor' | 'access_sealer';

export interface TakenLease {
  readonly epoch: string;
  readonly position: OutboxPosition;
  /** It was seen before that ids in the outbox are another database's; only a rebase ends that. */
  readonly foreignIds: boolean;
}

interface CursorRow {
  epoch: string;
  last_xid: string;
  last_seq: string;
}

const positionOf = (row: CursorRow): OutboxPosition => ({
  xid: BigInt(row.last_xid),
  seq: BigInt(row.last_seq),
});

/** Takes the lease if nobody holds it. Time is the database's: the clocks of two machines never meet. */
export async function takeLease(
  db: ServiceDatabase,
  owner: string,
  table: CursorTable = 'relay_cursor',
): Promise<TakenLease | undefined> {
  const { rows } = await db.pool.query<CursorRow & { foreign_ids: boolean }>(
    `UPDATE ${table}
     SET epoch = epoch + 1, owner = $1, leased_until = clock_timestamp() + interval '3 s'
     WHERE service = $2 AND leased_until < clock_timestamp()
     RETURNING epoch, last_xid, last_seq, foreign_ids`,
    [owner, db.service],
  );
  const [row] = rows;
  return row && { epoch: row.epoch, position: positionOf(row), foreignIds: row.foreign_ids };
}

/**
 * Remembers that ids are another database's. What is written meanwhile lies below the cursor: were it forgotten, the
 * relay would lead again as soon as this database's own ids have caught up, and never send that.
 */
export async function rememberForeignIds(db: ServiceDatabase, epoch: string): Promise<void> {
  await db.pool.query(
    'UPDATE relay_cursor SET foreign_ids = true WHERE service = $1 AND epoch = $2',
    [db.service, epoch],
  );
}

export async function renewLease(
  db: ServiceDatabase,
  epoch: string,
  table: CursorTable = 'relay_cursor',
): Promise<boolean> {
  const { rowCount } = await db.pool.query(
    `UPDATE ${table} SET leased_until = clock_timestamp() + interval '3 s'
     WHERE service = $1 AND epoch = $2`,
    [db.service, epoch],
  );
  return rowCount === 1;
}

export async function giveLeaseBack(
  db: ServiceDatabase,
  epoch: string,
  table: CursorTable = 'relay_cursor',
): Promise<void> {
  await db.pool.query(
    `UPDATE ${table} SET leased_until = '-infinity', owner = NULL
     WHERE service = $1 AND epoch = $2`,
    [db.service, epoch],
  );
}

/** Where the cursor of this leadership stands; undefined when another one began. */
export async function cursorOf(
  db: ServiceDatabase,
  epoch: string,
): Promise<OutboxPosition | undefined> {
  const { rows } = await db.pool.query<CursorRow>(
    'SELECT epoch, last_xid, last_seq FROM relay_cursor WHERE service = $1 AND epoch = $2',
    [db.service, epoch],
  );
  return rows[0] && positionOf(rows[0]);
}

/** Where the relay of the service stands, whoever leads. */
export async function currentCursor(db: ServiceDatabase): Promise<OutboxPosition> {
  const { rows } = await db.pool.query<CursorRow>(
    'SELECT epoch, last_xid, last_seq FROM relay_cursor WHERE service = $1',
    [db.service],
  );
  return positionOf(rows[0]!);
}

/** The fence: without this leadership's epoch nothing moves. Resolves to whether it moved. */
export async function moveCursor(
  via: Queryable,
  service: string,
  epoch: string,
  to: OutboxPosition,
): Promise<boolean> {
  const { rowCount } = await via.query({
    name: `${service}:relay-move-cursor`,
    text: `UPDATE relay_cursor SET last_xid = $3, last_seq = $4 WHERE service = $1 AND epoch = $2`,
    values: [service, epoch, to.xid.toString(), to.seq.toString()],
  });
  return rowCount === 1;
}
