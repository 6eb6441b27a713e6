import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  DatabaseUnavailableError,
  ServiceDatabase,
  UnitOfWork,
  UnknownOutcomeError,
  type Tx,
} from '@app/persistence';
import { createTestDatabase, type TestDatabase } from '@app/persistence/testing';
import { FaultProxy } from './fault-proxy.js';

const WORKER = { role: 'worker', keys: [] } as const;

/** A lost reply leaves the connection open: only time tells. The time is the service's own, here made short. */
describe('A service whose database falls silent', () => {
  let database: TestDatabase;
  let proxy: FaultProxy;
  let db: ServiceDatabase;

  beforeAll(async () => {
    database = await createTestDatabase({ service: 'resident' });
    await database.administrator.query('CREATE TABLE said (word text)');
    await database.administrator.query('GRANT INSERT, SELECT ON said TO resident_worker');
    const url = new URL(database.urlOf('resident'));
    proxy = await FaultProxy.open({
      protocol: 'postgres',
      target: { host: url.hostname, port: Number(url.port) },
    });
    url.port = String(proxy.port);
    url.searchParams.set('query_timeout', '500');
    db = new ServiceDatabase({ service: 'resident', url: url.href });
  });

  afterEach(() => proxy.weather.heal());

  afterAll(async () => {
    await db.close();
    await proxy.close();
    await database.drop();
  });

  const say =
    (word: string) =>
    (tx: Tx): Promise<unknown> =>
      tx.query('INSERT INTO said VALUES ($1)', [word], 'say');

  async function timesSaid(word: string): Promise<number> {
    return (await database.administrator.query('SELECT FROM said WHERE word = $1', [word])).length;
  }

  it('does not know the outcome of a COMMIT whose reply does not come', async () => {
    const trap = proxy.trap({ on: 'COMMIT', harm: 'lose-reply-silently' });
    const running = new UnitOfWork(db).run(WORKER, say('unknown'));
    await expect(running).rejects.toBeInstanceOf(UnknownOutcomeError);
    await trap.done;
    expect(await timesSaid('unknown')).toBe(1);
  });

  it('runs the work again, once in effect, when the reply to one of its statements does not come', async () => {
    const trap = proxy.trap({ on: 'INSERT', harm: 'lose-reply-silently' });
    await new UnitOfWork(db).run(WORKER, say('once'));
    await trap.done;
    expect(await timesSaid('once')).toBe(1);
  });

  it('is given a little longer than PostgreSQL gives a statement', () => {
    const { query_timeout, statement_timeout } = database.db.pool.options;
    expect(query_timeout).toBeGreaterThan(statement_timeout as number);
  });

  it('leaves no open transaction behind on the server', async () => {
    const open = await database.db.query(
      "SELECT FROM pg_stat_activity WHERE application_name = 'resident' AND state LIKE 'idle in%'",
    );
    expect(open).toEqual([]);
  });

  it('says that the database is away, and goes on when it can be heard again', async () => {
    await db.query('SELECT 1');
    proxy.weather.partition('to-client');
    await expect(db.query('SELECT 1')).rejects.toBeInstanceOf(DatabaseUnavailableError);
    proxy.weather.heal();
    expect(await db.query('SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });
});
