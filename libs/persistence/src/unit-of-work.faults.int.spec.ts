import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  DatabaseUnavailableError,
  ServiceDatabase,
  UnitOfWork,
  UnknownOutcomeError,
} from './index.js';
import { FaultyProxy, createTestDatabase, type TestDatabase } from './testing/index.js';

class SlowCommit1760000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE filing (id int PRIMARY KEY)');
    await runner.query('CREATE TABLE slow (id int PRIMARY KEY)');
    await runner.query('GRANT SELECT, INSERT ON filing, slow TO applications_worker');
    await runner.query(`CREATE FUNCTION dawdle() RETURNS trigger LANGUAGE plpgsql
      AS 'BEGIN PERFORM pg_sleep(10); RETURN NULL; END'`);
    await runner.query(`CREATE CONSTRAINT TRIGGER dawdle AFTER INSERT ON slow
      DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION dawdle()`);
  }
  async down(): Promise<void> {
    // Only ever forward.
  }
}

describe('UnitOfWork under faults', () => {
  let test: TestDatabase;
  let admin: pg.Client;
  const worker = { role: 'worker', keys: [] } as const;

  beforeAll(async () => {
    test = await createTestDatabase({
      service: 'applications',
      migrations: [SlowCommit1760000000002],
      retry: { attempts: 3, baseMs: 1, random: () => 0.5 },
    });
    admin = new pg.Client({ connectionString: test.adminUrl });
    await admin.connect();
  });
  afterAll(async () => {
    await admin.end();
    await test.drop();
  });

  const terminate = (pid: number): Promise<unknown> =>
    admin.query('SELECT pg_terminate_backend($1, 5000)', [pid]);
  const insert =
    (id: number) => (tx: { query(sql: string, values: unknown[]): Promise<unknown> }) =>
      tx.query('INSERT INTO filing VALUES ($1)', [id]);
  const filed = (id: number): Promise<unknown[]> =>
    test.administrator.query('SELECT id FROM filing WHERE id = $1', [id]);

  it('says that the database is unavailable when nobody listens', async () => {
    const url = new URL(test.urlOf('applications'));
    url.port = '1';
    const db = new ServiceDatabase({ service: 'applications', url: url.href });
    const running = new UnitOfWork(db).run(worker, insert(1));
    await expect(running).rejects.toBeInstanceOf(DatabaseUnavailableError);
    await expect(db.query('SELECT 1')).rejects.toBeInstanceOf(DatabaseUnavailableError);
    await db.close();
  });

  it('does not hide a refused login behind unavailability', async () => {
    const url = new URL(test.urlOf('applications'));
    url.password = 'wrong';
    const db = new ServiceDatabase({ service: 'applications', url: url.href });
    await expect(new UnitOfWork(db).run(worker, insert(1))).rejects.toMatchObject({
      code: '28P01',
    });
    await db.close();
  });

  it('runs the work again on another connection when its own died before COMMIT', async () => {
    let runs = 0;
    await test.uow.run(worker, async (tx) => {
      runs += 1;
      const [row] = await tx.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      if (runs === 1 && row) await terminate(row.pid);
      await insert(2)(tx);
    });
    expect({ runs, rows: await filed(2) }).toEqual({ runs: 2, rows: [{ id: 2 }] });
  });

  it('says unavailable when every attempt loses its connection', async () => {
    const running = test.uow.run(worker, async (tx) => {
      const [row] = await tx.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
      if (row) await terminate(row.pid);
      await insert(3)(tx);
    });
    await expect(running).rejects.toBeInstanceOf(DatabaseUnavailableError);
    expect(await filed(3)).toEqual([]);
  });

  it('survives the death of idle connections', async () => {
    await test.db.query('SELECT 1');
    await admin.query(
      `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
       WHERE usename = 'applications' AND datname = current_database()`,
    );
    await test.uow.run(worker, insert(4));
    expect(await filed(4)).toEqual([{ id: 4 }]);
  });

  it('reports a transaction that stood idle for too long and does not run it again', async () => {
    let runs = 0;
    const running = test.uow.run(worker, async (tx) => {
      runs += 1;
      const [row] = await tx.query<{ pid: number }>(
        "SELECT pg_backend_pid() AS pid, set_config('idle_in_transaction_session_timeout', '1ms', true)",
      );
      let gone = false;
      while (!gone) {
        const sessions = await admin.query('SELECT FROM pg_stat_activity WHERE pid = $1', [
          row?.pid,
        ]);
        gone = sessions.rowCount === 0;
      }
      await insert(5)(tx);
    });
    await expect(running).rejects.toMatchObject({ code: '25P03' });
    expect(runs).toBe(1);
  });

  it('does not know the outcome when the backend is killed in COMMIT', async () => {
    const running = test.uow.run(worker, async (tx) => {
      const [row] = await tx.query<{ pid: number }>(
        'INSERT INTO slow VALUES (1) RETURNING pg_backend_pid() AS pid',
      );
      tx.beforeCommit(() => {
        void killWhenCommitting(row?.pid ?? 0);
        return Promise.resolve();
      });
    });
    await expect(running).rejects.toBeInstanceOf(UnknownOutcomeError);
  });

  it('does not know the outcome when the answer to COMMIT is cut, though the rows are there', async () => {
    const proxy = await FaultyProxy.to(test.urlOf('applications'));
    proxy.cutAnswersToCommit(1);
    const db = new ServiceDatabase({ service: 'applications', url: proxy.url });
    const running = new UnitOfWork(db).run(worker, insert(6));
    await expect(running).rejects.toBeInstanceOf(UnknownOutcomeError);
    let rows: unknown[] = [];
    while (rows.length === 0) rows = await filed(6);
    expect(rows).toEqual([{ id: 6 }]);
    await db.close();
    await proxy.close();
  });

  it('knows that a COMMIT which PostgreSQL refused wrote nothing', async () => {
    await admin.query(`CREATE TABLE applications.pair (id int PRIMARY KEY DEFERRABLE INITIALLY DEFERRED);
      GRANT INSERT ON applications.pair TO applications_worker`);
    const running = test.uow.run(worker, (tx) => tx.query('INSERT INTO pair VALUES (1), (1)'));
    await expect(running).rejects.toMatchObject({ code: '23505' });
  });

  async function killWhenCommitting(pid: number): Promise<void> {
    for (;;) {
      const found = await admin.query(
        "SELECT FROM pg_stat_activity WHERE pid = $1 AND query = 'COMMIT' AND wait_event = 'PgSleep'",
        [pid],
      );
      if (found.rowCount === 1) return void (await terminate(pid));
    }
  }
});
