import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@app/persistence/testing';
import { v7 as uuidV7 } from 'uuid';
import { messagingMigrations } from '../migrations/index.js';
import { attachedPartitions } from './partition.repository.js';
import { DAY_MS } from './partition-plan.js';
import { upkeepPartitions } from './upkeep-partitions.js';

jest.setTimeout(30_000);

const later = (days: number): Date => new Date(Date.now() + days * DAY_MS);

describe('upkeep of partitions', () => {
  let test: TestDatabase;

  beforeEach(async () => {
    const migrations = messagingMigrations('applications');
    test = await createTestDatabase({ service: 'applications', migrations });
  });
  afterEach(() => test.drop());

  const sayingAt = (at: Date) => ({
    text: `INSERT INTO outbox (created_at, event_id, topic, partition, key, sequence, type, headers, payload)
       VALUES ($1, gen_random_uuid(), 't', 0, gen_random_uuid(), 1, 't', '{}', '')`,
    values: [at],
  });
  const say = (at: Date): Promise<unknown> => test.db.pool.query(sayingAt(at));
  const sentAll = (): Promise<unknown> =>
    test.db.pool.query(
      `UPDATE relay_cursor SET last_xid = pg_snapshot_xmax(pg_current_snapshot()), last_seq = 1000`,
    );

  it('makes days and weeks ahead, once', async () => {
    const first = await upkeepPartitions(test.db, new Date());
    expect(first.created.length).toBeGreaterThan(0);
    expect(await attachedPartitions(test.db, 'outbox')).toHaveLength(9);
    expect(await attachedPartitions(test.db, 'inbox')).toHaveLength(7);
    const again = await upkeepPartitions(test.db, new Date());
    expect(again).toEqual({ created: [], dropped: [], kept: [], overflowing: [] });
  });

  it('may be run by all processes of a service at once: each table is made and dropped by one', async () => {
    for (let round = 1; round <= 8; round++) {
      await sentAll();
      const all = [1, 2, 3, 4].map(() => upkeepPartitions(test.db, later(round * 100)));
      const reports = await Promise.all(all);
      for (const done of ['created', 'dropped'] as const) {
        const tables = reports.flatMap((report) => report[done]);
        expect(tables.length).toBeGreaterThan(0);
        expect(new Set(tables).size).toBe(tables.length);
      }
    }
  });

  it('keeps DEFAULT empty through midnight', async () => {
    await upkeepPartitions(test.db, new Date());
    for (let days = 0; days <= 7; days++) await say(later(days));
    const reports = await upkeepPartitions(test.db, later(1));
    expect(reports.overflowing).toEqual([]);
  });

  it('drops a month of the outbox once it is sent, and refuses before', async () => {
    await say(new Date());
    const before = await upkeepPartitions(test.db, later(40));
    expect(before.kept).toHaveLength(1);
    expect(await test.db.query('SELECT FROM outbox')).toHaveLength(1);
    await sentAll();
    const after = await upkeepPartitions(test.db, later(40));
    expect(after.dropped).toEqual(before.kept);
    expect(await test.db.query('SELECT FROM outbox')).toHaveLength(0);
    expect(await test.db.query(`SELECT to_regclass('${after.dropped[0]}') AS t`)).toEqual([
      { t: null },
    ]);
  });

  it('remembers ids for longer than they can come back, and those of parked records for ever', async () => {
    const id = uuidV7();
    await test.administrator.query(`INSERT INTO inbox VALUES ('c', $1)`, [id]);
    await test.administrator.query(
      `INSERT INTO parked (consumer, topic, key, sequence, event_id, cluster_id, partition, log_offset, record, reason, state)
       VALUES ('c', 't', gen_random_uuid(), 1, $1, 'l', 0, 0, '', 'failed', 'dead')`,
      [id],
    );
    await sentAll();
    await upkeepPartitions(test.db, later(60));
    expect(await test.administrator.query('SELECT FROM inbox')).toHaveLength(1);
    const held = await upkeepPartitions(test.db, later(90));
    expect(held.kept).toHaveLength(1);
    expect(await test.administrator.query('SELECT FROM inbox')).toHaveLength(1);
    await test.db.pool.query('DELETE FROM parked');
    const gone = await upkeepPartitions(test.db, later(90));
    expect(gone.dropped).toEqual(held.kept);
    expect(await test.administrator.query('SELECT FROM inbox')).toHaveLength(0);
  });

  it('gives up after a moment while somebody reads with a cursor, and holds up no writer meanwhile', async () => {
    await say(new Date());
    await sentAll();
    const [reader, writer] = [await test.db.pool.connect(), await test.db.pool.connect()];
    await reader.query('BEGIN; DECLARE old CURSOR FOR SELECT * FROM outbox; FETCH 1 FROM old');
    await writer.query(`SET lock_timeout = '2s'`);
    let upkeepEnded = false;
    let written = 0;
    const writing = async (): Promise<void> => {
      for (; !upkeepEnded; written++) await writer.query(sayingAt(new Date()));
    };
    const upkeep = upkeepPartitions(test.db, later(40)).finally(() => (upkeepEnded = true));
    const [blocked] = await Promise.all([upkeep, writing()]);
    expect(blocked.kept.length).toBeGreaterThan(0);
    expect(written).toBeGreaterThan(0);
    expect((await reader.query('FETCH 1 FROM old')).rowCount).toBe(0);
    writer.release(true);
    await reader.query('COMMIT');
    reader.release();
    await sentAll();
    const after = await upkeepPartitions(test.db, later(40));
    expect(after.dropped).toEqual(expect.arrayContaining([...blocked.kept]));
  });

  it('needs no DETACH CONCURRENTLY, which PostgreSQL refuses beside a DEFAULT partition', async () => {
    const [table] = await attachedPartitions(test.db, 'outbox');
    await expect(
      test.administrator.query(`ALTER TABLE outbox DETACH PARTITION ${table} CONCURRENTLY`),
    ).rejects.toThrow('default partition');
  });

  it('drops what was detached by a process that died before it could', async () => {
    await upkeepPartitions(test.db, new Date());
    const [, table] = await attachedPartitions(test.db, 'outbox');
    await test.administrator.query(`ALTER TABLE outbox DETACH PARTITION ${table}`);
    await upkeepPartitions(test.db, later(1));
    expect(await attachedPartitions(test.db, 'outbox')).not.toContain(table);
  });

  it('says when DEFAULT holds rows, and lets them be found there', async () => {
    await say(later(20));
    const found = await upkeepPartitions(test.db, later(19));
    expect(found.overflowing).toEqual(['outbox_default']);
    expect(await test.db.query('SELECT FROM outbox')).toHaveLength(1);
  });
});
