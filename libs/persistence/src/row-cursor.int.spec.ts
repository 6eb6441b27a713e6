import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { RowCursor, roleOf, wardPolicySql } from './index.js';
import { createTestDatabase, type TestDatabase } from './testing/index.js';

class Rows1760000000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE note (id int PRIMARY KEY, ward text NOT NULL)');
    await runner.query(`GRANT SELECT ON note TO ${roleOf('resident', 'api')}`);
    await runner.query(`GRANT SELECT, INSERT ON note TO ${roleOf('resident', 'worker')}`);
    for (const sql of wardPolicySql({ service: 'resident', table: 'note' }))
      await runner.query(sql);
  }
  async down(): Promise<void> {
    // Only ever forward.
  }
}

describe('RowCursor', () => {
  let test: TestDatabase;
  const statement = { sql: 'SELECT id FROM note WHERE id > $1 ORDER BY id', params: [2], batch: 3 };
  const sight = { role: 'api', wards: ['14131'] } as const;

  beforeAll(async () => {
    test = await createTestDatabase({ service: 'resident', migrations: [Rows1760000000003] });
    await insert(
      `SELECT id, CASE WHEN id % 10 = 0 THEN '14132' ELSE '14131' END FROM generate_series(1, 9) AS id`,
    );
    await insert(`VALUES (10, '14132')`);
  });
  afterAll(() => test.drop());

  const insert = (rows: string): Promise<unknown> =>
    test.uow.run({ role: 'worker', keys: [] }, (tx) => tx.query(`INSERT INTO note ${rows}`));

  it('reads batch by batch what was there when it was opened, of the wards that it was given', async () => {
    const cursor = await RowCursor.open<{ id: number }>(test.db, sight, statement);
    const batches = [await cursor.next()];
    await insert(`VALUES (11, '14131')`);
    while (batches.at(-1)!.length > 0) batches.push(await cursor.next());
    await cursor.close();
    expect(batches.map((rows) => rows.map(({ id }) => id))).toEqual([
      [3, 4, 5],
      [6, 7, 8],
      [9],
      [],
    ]);
    expect(test.db.pool.idleCount).toBe(test.db.pool.totalCount);
  });

  it('writes nothing, so that no relay waits for it, and keeps no connection when it fails', async () => {
    const cursor = await RowCursor.open(test.db, sight, statement);
    await cursor.next();
    const held = await test.db.query(
      `SELECT usename, state, query FROM pg_stat_activity WHERE backend_xid IS NOT NULL AND datname = current_database()`,
    );
    expect(held).toEqual([]);
    await cursor.close();
    const broken = RowCursor.open(test.db, sight, {
      ...statement,
      sql: 'SELECT nothing FROM note',
    });
    await expect(broken).rejects.toMatchObject({ code: '42703' });
    expect(test.db.pool.idleCount).toBe(test.db.pool.totalCount);
  });
});
