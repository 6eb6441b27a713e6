import { RETENTION_DAYS } from '@app/contracts';
import { sqlStateOf, type ServiceDatabase } from '@app/persistence';
import type { DeliveryLog } from '../host.port.js';
import {
  attachedPartitions,
  createPartition,
  detachAndDrop,
  detachedPartitions,
  dropDetached,
  holdsParked,
  holdsRows,
  holdsUnsent,
  onlyOne,
  type PartitionedTable,
} from './partition.repository.js';
import { DAY_MS, inboxPartitions, outboxPartitions, startOfPartition } from './partition-plan.js';

const DAYS_AHEAD = 7;
const WEEKS_AHEAD = 4;
const LOCK_NOT_AVAILABLE = '55P03';

/**
 * The inbox must remember an id for longer than outbox and log together can bring it back, or a redelivered event
 * passes as new. In days from the beginning of a partition: a day and a week included.
 */
const KEEP_DAYS: Record<PartitionedTable, number> = {
  outbox: RETENTION_DAYS + 1,
  inbox: 2 * RETENTION_DAYS + 10 + 7,
};

export interface PartitionReport {
  readonly created: readonly string[];
  readonly dropped: readonly string[];
  /** Too old, and still needed: unsent events, parked records, or simply in use. */
  readonly kept: readonly string[];
  /** DEFAULT partitions that hold rows. */
  readonly overflowing: readonly string[];
}

/**
 * Makes partitions ahead and drops those whose time is over. May be run by every replica and at any time.
 * @param now the day that counts as today
 */
export async function upkeepPartitions(db: ServiceDatabase, now: Date): Promise<PartitionReport> {
  const nothing = { created: [], dropped: [], kept: [], overflowing: [] };
  // Two that make, look into or drop the same table disturb each other, and a service would not start.
  return (await onlyOne(db, 'partitions', () => upkeepAlone(db, now))) ?? nothing;
}

async function upkeepAlone(db: ServiceDatabase, now: Date): Promise<PartitionReport> {
  const report = { created: [] as string[], dropped: [] as string[], kept: [] as string[] };
  const overflowing: string[] = [];
  for (const parent of ['outbox', 'inbox'] as const) {
    await createAhead(db, parent, now, report.created);
    await dropOld(db, parent, now, report);
    if (await holdsRows(db, `${parent}_default`)) overflowing.push(`${parent}_default`);
  }
  return { ...report, overflowing };
}

/** The same with its findings in the log; a DEFAULT partition that holds rows is an alarm. */
export async function upkeepAndReport(
  db: ServiceDatabase,
  now: Date,
  log: DeliveryLog,
): Promise<void> {
  const { created, dropped, kept, overflowing } = await upkeepPartitions(db, now);
  if (created.length + dropped.length > 0)
    log.info({ partitions: [...created, ...dropped] }, 'Partitions were made and dropped.');
  if (kept.length > 0) log.warn({ partitions: kept }, 'Old partitions are still needed.');
  if (overflowing.length > 0)
    log.error({ partitions: overflowing }, 'A DEFAULT partition holds rows.');
}

async function createAhead(
  db: ServiceDatabase,
  parent: PartitionedTable,
  now: Date,
  created: string[],
): Promise<void> {
  const existing = new Set(await attachedPartitions(db, parent));
  const planned =
    parent === 'outbox' ? outboxPartitions(now, DAYS_AHEAD) : inboxPartitions(now, WEEKS_AHEAD);
  for (const plan of planned) {
    if (existing.has(plan.table)) continue;
    if (await triedInTime(() => createPartition(db, parent, plan))) created.push(plan.table);
  }
}

async function dropOld(
  db: ServiceDatabase,
  parent: PartitionedTable,
  now: Date,
  report: { dropped: string[]; kept: string[] },
): Promise<void> {
  for (const table of await detachedPartitions(db, parent)) await dropDetached(db, parent, table);
  const limit = now.getTime() - KEEP_DAYS[parent] * DAY_MS;
  for (const table of await attachedPartitions(db, parent)) {
    const start = startOfPartition(table);
    if (start === undefined || start.getTime() > limit) continue;
    const needed = parent === 'outbox' ? holdsUnsent(db, table) : holdsParked(db, table);
    const gone = !(await needed) && (await detachAndDrop(db, parent, table));
    (gone ? report.dropped : report.kept).push(table);
  }
}

/** In use at the moment: the next run will do, partitions are made days ahead. */
async function triedInTime(attempt: () => Promise<boolean>): Promise<boolean> {
  try {
    return await attempt();
  } catch (error) {
    if (sqlStateOf(error) === LOCK_NOT_AVAILABLE) return false;
    throw error;
  }
}
