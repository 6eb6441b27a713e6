import { sqlStateOf, type ServiceDatabase } from '@app/persistence';
import type pg from 'pg';
import type { PlannedPartition } from './partition-plan.js';

export type PartitionedTable = 'outbox' | 'inbox';

/** Bounds the time for which writers queue behind the wish to detach. */
const LOCK_TIMEOUT_MS = 200;
const LOCK_NOT_AVAILABLE = '55P03';
const CHECK_VIOLATION = '23514';

export async function attachedPartitions(
  db: ServiceDatabase,
  parent: PartitionedTable,
): Promise<string[]> {
  const rows = await db.query<{ name: string }>(
    `SELECT child.relname AS name
     FROM pg_inherits JOIN pg_class AS child ON child.oid = inhrelid
     WHERE inhparent = to_regclass($1) ORDER BY name`,
    [parent],
  );
  return rows.map((row) => row.name);
}

/** Partitions that were detached and not dropped any more, because the process ended in between. */
export async function detachedPartitions(
  db: ServiceDatabase,
  parent: PartitionedTable,
): Promise<string[]> {
  const rows = await db.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class
     WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' AND NOT relispartition
       AND relname ~ $1`,
    [`^${parent}_[0-9]{8}$`],
  );
  return rows.map((row) => row.name);
}

/**
 * Makes one partition. Resolves to false when DEFAULT holds rows of its range: they stay there, and readers find them
 * there, but nobody will drop them with their day.
 */
export async function createPartition(
  db: ServiceDatabase,
  parent: PartitionedTable,
  { table, from, to }: PlannedPartition,
): Promise<boolean> {
  try {
    await inShortTransaction(db, (client) =>
      client.query('SELECT make_partition($1, $2, $3, $4)', [parent, table, from, to]),
    );
    return true;
  } catch (error) {
    if (sqlStateOf(error) === CHECK_VIOLATION) return false;
    throw error;
  }
}

/**
 * Takes a partition out of its table and drops it. `DETACH … CONCURRENTLY` is refused while there is a DEFAULT
 * partition, so it is a plain one that gives up after 200 ms: writers wait that long at most. Dropping comes after, for
 * a DROP of an attached partition waits for readers of the whole table and blocks its writers meanwhile.
 */
export async function detachAndDrop(
  db: ServiceDatabase,
  parent: PartitionedTable,
  table: string,
): Promise<boolean> {
  try {
    await inShortTransaction(db, (client) =>
      client.query('SELECT detach_partition($1, $2)', [parent, table]),
    );
  } catch (error) {
    if (sqlStateOf(error) === LOCK_NOT_AVAILABLE) return false;
    throw error;
  }
  await dropDetached(db, parent, table);
  return true;
}

export async function dropDetached(
  db: ServiceDatabase,
  parent: PartitionedTable,
  table: string,
): Promise<void> {
  await db.pool.query('SELECT drop_partition($1, $2)', [parent, table]);
}

/** Whether the relay still has to send something of this partition. */
export async function holdsUnsent(db: ServiceDatabase, table: string): Promise<boolean> {
  const [row] = await db.query<{ unsent: boolean }>(
    `SELECT EXISTS (
       SELECT FROM ${table} AS o, relay_cursor AS c
       WHERE c.service = $1 AND (o.xid, o.seq) > (c.last_xid, c.last_seq)) AS unsent`,
    [db.service],
  );
  return row!.unsent;
}

/** Whether something of this partition is still parked: its id must stay known until that is settled. */
export async function holdsParked(db: ServiceDatabase, table: string): Promise<boolean> {
  const [row] = await db.query<{ parked: boolean }>(
    `SELECT EXISTS (SELECT FROM parked JOIN ${table} USING (consumer, event_id)) AS parked`,
  );
  return row!.parked;
}

export async function holdsRows(db: ServiceDatabase, table: string): Promise<boolean> {
  const [row] = await db.query<{ rows: boolean }>(`SELECT EXISTS (SELECT FROM ${table}) AS rows`);
  return row!.rows;
}

/**
 * Runs the work while no other process of the service runs one of this name; waits for it as long as for any lock.
 * Undefined when the other one takes longer.
 */
export async function onlyOne<T>(
  db: ServiceDatabase,
  name: string,
  work: () => Promise<T>,
): Promise<T | undefined> {
  const lock = [`${db.service}:${name}`];
  const client = await db.pool.connect();
  let held = false;
  try {
    await client.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', lock);
    held = true;
    return await work();
  } catch (error) {
    if (!held && sqlStateOf(error) === LOCK_NOT_AVAILABLE) return undefined;
    throw error;
  } finally {
    client.release(held ? await unlocked(client, lock) : undefined);
  }
}

/** Resolves to why not: then the connection has to end, and the lock with it. */
function unlocked(client: pg.PoolClient, lock: string[]): Promise<Error | undefined> {
  return client.query('SELECT pg_advisory_unlock(hashtextextended($1, 0))', lock).then(
    () => undefined,
    (error: Error) => error,
  );
}

/** DDL with a short patience; it runs on a connection of its own because `SET LOCAL` must not leak. */
async function inShortTransaction(
  db: ServiceDatabase,
  work: (client: pg.PoolClient) => Promise<unknown>,
): Promise<void> {
  const client = await db.pool.connect();
  let broken: Error | undefined;
  try {
    await client.query(`BEGIN; SET LOCAL lock_timeout = ${LOCK_TIMEOUT_MS}`);
    await work(client);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch((failed: Error) => {
      broken = failed;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}
