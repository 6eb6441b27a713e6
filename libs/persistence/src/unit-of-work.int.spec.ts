import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  DatabaseBusyError,
  ServiceDatabase,
  UnitOfWork,
  roleOf,
  sqlStateOf,
  wardPolicySql,
} from './index.js';
import { createTestDatabase, refuseWriteBeforeLock, type TestDatabase } from './testing/index.js';

class Notes1760000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE note (id int PRIMARY KEY, ward text NOT NULL, day date)');
    await runner.query('CREATE TABLE counter (key text PRIMARY KEY, last int NOT NULL)');
    const all = (['worker', 'api'] as const).map((role) => roleOf('resident', role)).join(', ');
    await runner.query(`GRANT SELECT, INSERT, UPDATE ON note, counter TO ${all}`);
    await runner.query(`GRANT SELECT ON note TO ${roleOf('resident', 'intake')}`);
    for (const sql of wardPolicySql({ service: 'resident', table: 'note' })) {
      await runner.query(sql);
    }
  }
  async down(): Promise<void> {
    // Only ever forward.
  }
}

describe('UnitOfWork', () => {
  let test: TestDatabase;
  const worker = { role: 'worker', keys: [] } as const;

  beforeAll(async () => {
    test = await createTestDatabase({
      service: 'resident',
      migrations: [Notes1760000000001],
      retry: { baseMs: 1, random: () => 0.5 },
    });
  });
  afterAll(() => test.drop());

  it('commits what the work wrote and returns its result', async () => {
    const id = await test.uow.run(worker, async (tx) => {
      const rows = await tx.query<{ id: number }>(
        'INSERT INTO note VALUES ($1, $2) RETURNING id',
        [1, '101'],
        'insert-note',
      );
      return rows[0]?.id;
    });
    const rows = await test.uow.run(worker, (tx) => tx.query('SELECT id FROM note WHERE id = 1'));
    expect({ id, rows }).toEqual({ id: 1, rows: [{ id: 1 }] });
  });

  it('rolls everything back when the work throws, and passes the error on', async () => {
    const failing = test.uow.run(worker, async (tx) => {
      await tx.query("INSERT INTO note VALUES (2, '101')");
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    const rows = await test.uow.run(worker, (tx) => tx.query('SELECT FROM note WHERE id = 2'));
    expect(rows).toEqual([]);
  });

  it('does not take a swallowed failure of a statement for a commit', async () => {
    const swallowing = test.uow.run(worker, async (tx) => {
      await tx.query("INSERT INTO note VALUES (3, '101')");
      await tx.query('SELECT 1 / 0').catch(() => undefined);
    });
    await expect(swallowing).rejects.toMatchObject({ code: '22012' });
  });

  it('runs steps before COMMIT in order, also steps that a step added, and steps after it', async () => {
    const seen: string[] = [];
    await test.uow.run(worker, async (tx) => {
      tx.afterCommit(() => seen.push('after'));
      tx.beforeCommit(async () => {
        seen.push('first');
        tx.beforeCommit(() => Promise.resolve(void seen.push('added')));
        await tx.query("INSERT INTO note VALUES (4, '101')");
      });
      tx.beforeCommit(() => Promise.resolve(void seen.push('second')));
      await tx.query('SELECT 1');
    });
    expect(seen).toEqual(['first', 'second', 'added', 'after']);
  });

  it('rolls back and wakes nobody when a step before COMMIT fails', async () => {
    const woken: string[] = [];
    const failing = test.uow.run(worker, async (tx) => {
      tx.afterCommit(() => woken.push('after'));
      tx.beforeCommit(() => Promise.reject(new Error('too large')));
      await tx.query("INSERT INTO note VALUES (5, '101')");
    });
    await expect(failing).rejects.toThrow('too large');
    expect(woken).toEqual([]);
  });

  it('gives plain dates as text', async () => {
    const rows = await test.db.query("SELECT date '2026-03-31' AS day");
    expect(rows).toEqual([{ day: '2026-03-31' }]);
  });

  describe('roles', () => {
    it('gives each unit of work the rights of its narrow role and no more', async () => {
      const writing = test.uow.run({ role: 'intake', keys: [] }, (tx) =>
        tx.query("INSERT INTO note VALUES (6, '101')"),
      );
      await expect(writing).rejects.toMatchObject({ code: '42501' });
    });

    it('opens no ward to the api when none is given, also on a connection that had wards before', async () => {
      const one = new ServiceDatabase({
        service: 'resident',
        url: test.urlOf('resident'),
        poolSize: 1,
      });
      const uow = new UnitOfWork(one);
      const select = (wards?: string[]): Promise<unknown[]> =>
        uow.run({ role: 'api', keys: [], wards }, (tx) =>
          tx.query('SELECT ward FROM note WHERE id IN (101, 102)', [], 'select-wards'),
        );
      await uow.run(worker, (tx) => tx.query("INSERT INTO note VALUES (101, '01'), (102, '02')"));
      expect(await select(['02'])).toEqual([{ ward: '02' }]);
      expect(await select()).toEqual([]);
      expect(await select(['1', '"01"', '\\01'])).toEqual([]);
      // Outside of a unit of work nothing goes round it.
      await expect(one.query('SELECT FROM note')).rejects.toMatchObject({ code: '42501' });
      await one.close();
    });
  });

  describe('locks', () => {
    it('proves in tests that nothing is written before the locks', async () => {
      const early = new UnitOfWork(test.db, {
        onLocked: async (tx) => {
          await tx.query("INSERT INTO note VALUES (7, '101')");
          await refuseWriteBeforeLock(tx);
        },
      });
      await expect(early.run(worker, () => Promise.resolve())).rejects.toThrow(
        'preceded the locks',
      );
    });

    it('lets batches with the same keys in any order run side by side without a deadlock or a lost update', async () => {
      const keys = Array.from({ length: 40 }, (_, index) => `case-${index}`);
      const strict = new UnitOfWork(test.db, { retry: { attempts: 1 } });
      const bump = (order: string[]): Promise<unknown> =>
        strict.run({ role: 'worker', keys: [...order, ...order] }, async (tx) => {
          for (const key of order.slice(0, 5)) {
            await tx.query(
              `INSERT INTO counter VALUES ($1, coalesce((SELECT last FROM counter WHERE key = $1), 0) + 1)
               ON CONFLICT (key) DO UPDATE SET last = EXCLUDED.last`,
              [key],
            );
          }
        });
      const batches = Array.from({ length: 40 }, (_, index) => {
        const turned = [...keys.slice(index), ...keys.slice(0, index)];
        return bump(index % 2 === 0 ? turned : turned.reverse());
      });
      await Promise.all(batches);
      const rows = await test.administrator.query('SELECT sum(last)::int AS sum FROM counter');
      expect(rows).toEqual([{ sum: 200 }]);
    });

    it('does not let services with one database wait for each other', async () => {
      const held = Promise.withResolvers<void>();
      const got = Promise.withResolvers<void>();
      const holder = test.uow.run({ role: 'worker', keys: ['shared'] }, async () => {
        got.resolve();
        await held.promise;
      });
      await got.promise;
      const other = await test.db.query<{ free: boolean }>(
        "SELECT pg_try_advisory_lock(hashtextextended('insurance:shared', 0)) AS free",
      );
      const same = await test.db.query<{ free: boolean }>(
        "SELECT pg_try_advisory_lock(hashtextextended('resident:shared', 0)) AS free",
      );
      held.resolve();
      await holder;
      expect([other[0]?.free, same[0]?.free]).toEqual([true, false]);
    });
  });

  describe('contention', () => {
    it('runs the work again and keeps only the steps of the run that was committed', async () => {
      const seen: string[] = [];
      let runs = 0;
      await test.uow.run(worker, async (tx) => {
        runs += 1;
        tx.afterCommit(() => seen.push(`run ${runs}`));
        if (runs < 3) await tx.query("DO $$ BEGIN RAISE SQLSTATE '40P01'; END $$");
      });
      expect({ runs, seen }).toEqual({ runs: 3, seen: ['run 3'] });
    });

    it('gives up after the last attempt with the SQLSTATE', async () => {
      let runs = 0;
      const busy = test.uow.run(worker, async (tx) => {
        runs += 1;
        await tx.query("DO $$ BEGIN RAISE SQLSTATE '40001'; END $$");
      });
      await expect(busy).rejects.toBeInstanceOf(DatabaseBusyError);
      await expect(busy).rejects.toMatchObject({ code: '40001' });
      expect(runs).toBe(4);
    });

    it('counts a lock that is not given up in time as contention', async () => {
      const held = Promise.withResolvers<void>();
      const got = Promise.withResolvers<void>();
      const holder = test.uow.run({ role: 'worker', keys: ['slow'] }, async () => {
        got.resolve();
        await held.promise;
      });
      await got.promise;
      const hasty = new ServiceDatabase({ service: 'resident', url: test.urlOf('resident') });
      hasty.pool.on('connect', (client) => void client.query("SET lock_timeout = '10ms'"));
      const single = new UnitOfWork(hasty, { retry: { attempts: 1 } });
      const waiting = single.run({ role: 'worker', keys: ['slow'] }, () => Promise.resolve());
      const failure: unknown = await waiting.catch((error: unknown) => error);
      held.resolve();
      await holder;
      await hasty.close();
      expect(sqlStateOf(failure)).toBe('55P03');
    });
  });
});
