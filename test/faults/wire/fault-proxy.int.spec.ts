import { afterEach, beforeAll, afterAll, describe, expect, it } from '@jest/globals';
import type { Socket } from 'node:net';
import pg from 'pg';
import { createTestDatabase, type TestDatabase } from '@app/persistence/testing';
import { FaultProxy } from './fault-proxy.js';

describe('The fault proxy before PostgreSQL', () => {
  let database: TestDatabase;
  let proxy: FaultProxy;
  const clients: pg.Client[] = [];

  beforeAll(async () => {
    database = await createTestDatabase({ service: 'resident' });
    await database.administrator.query('CREATE TABLE said (word text)');
    await database.administrator.query('GRANT INSERT ON said TO resident');
    const { hostname, port } = new URL(database.urlOf('resident'));
    proxy = await FaultProxy.open({
      protocol: 'postgres',
      target: { host: hostname, port: Number(port) },
    });
  });

  afterEach(() => {
    proxy.weather.heal();
    proxy.cut();
    clients.splice(0);
  });

  afterAll(async () => {
    await proxy.close();
    await database.drop();
  });

  async function newClient(name = 'resident'): Promise<pg.Client> {
    const url = new URL(database.urlOf('resident'));
    url.port = String(proxy.port);
    const client = new pg.Client({
      connectionString: url.href,
      application_name: name,
      options: '-c search_path=resident',
    });
    client.on('error', () => undefined);
    clients.push(client);
    await client.connect();
    return client;
  }

  async function words(): Promise<string[]> {
    const rows = await database.administrator.query<{ word: string }>(
      'DELETE FROM said RETURNING word',
    );
    return rows.map(({ word }) => word).sort();
  }

  async function beginSaying(word: string, client: pg.Client): Promise<void> {
    await client.query('BEGIN');
    await client.query('INSERT INTO said VALUES ($1)', [word]);
  }

  it('is not there: logins, statements and large results pass', async () => {
    const client = await newClient();
    const { rows } = await client.query<{ text: string }>("SELECT repeat('x', 3000000) AS text");
    expect(rows[0]!.text).toHaveLength(3_000_000);
    await client.end();
  });

  it('has lost the reply to whoever hung up before it came', async () => {
    const client = await newClient();
    const trap = proxy.trap({ on: ({ name }) => name === 'SELECT', harm: 'lose-reply-silently' });
    const answer = client.query('SELECT pg_sleep(3600)').catch(() => 'none');
    await trap.caught;
    (client as unknown as { connection: { stream: Socket } }).connection.stream.resetAndDestroy();
    await trap.done;
    expect(await answer).toBe('none');
    await database.administrator.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep(3600)'`,
    );
  });

  it.each(['simple', 'extended'])(
    'loses the reply to one %s COMMIT, which the server has executed, and cuts the connection',
    async (form) => {
      const client = await newClient();
      const trap = proxy.trap({ on: 'COMMIT', harm: 'lose-reply-and-cut' });
      await beginSaying('kept', client);
      const commit = form === 'simple' ? 'COMMIT' : { name: 'commit', text: 'COMMIT' };
      await expect(client.query(commit)).rejects.toThrow();
      await trap.done;
      expect(await words()).toEqual(['kept']);
      const next = await newClient();
      await beginSaying('next', next);
      await next.query('COMMIT');
      expect(await words()).toEqual(['next']);
    },
  );

  it('loses the reply to the n-th COMMIT of one client only, and is silent ever after', async () => {
    const [one, other] = [await newClient('one'), await newClient('other')];
    const trap = proxy.trap({ on: 'COMMIT', harm: 'lose-reply-silently', client: 'one', nth: 2 });
    for (const client of [other, one]) {
      await beginSaying('first', client);
      await client.query('COMMIT');
    }
    await beginSaying('second', one);
    let answered = false;
    const silent = one.query('COMMIT').then(
      () => (answered = true),
      () => undefined,
    );
    await trap.done;
    await other.query('SELECT 1');
    expect(answered).toBe(false);
    expect(await words()).toEqual(['first', 'first', 'second']);
    proxy.cut('one');
    await silent;
    await other.query('SELECT 1');
  });

  it('holds one request back until it is released', async () => {
    const client = await newClient();
    const trap = proxy.trap({ on: 'COMMIT', harm: 'hold-request' });
    await beginSaying('late', client);
    const commit = client.query('COMMIT');
    expect((await trap.caught).client).toBe('resident');
    expect(await words()).toEqual([]);
    trap.release();
    await commit;
    expect(await words()).toEqual(['late']);
  });

  it('holds one reply back until it is released', async () => {
    const client = await newClient();
    const trap = proxy.trap({ on: ({ text }) => text === 'SELECT 7 AS n', harm: 'hold-reply' });
    let answered = false;
    const query = client.query('SELECT 7 AS n').then(() => (answered = true));
    await trap.caught;
    await database.db.query('SELECT 1');
    expect(answered).toBe(false);
    trap.release();
    await Promise.all([trap.done, query]);
  });

  it('in a partition towards the client the server acts and nobody hears of it until it heals', async () => {
    const client = await newClient();
    await beginSaying('unheard', client);
    proxy.weather.partition('to-client', 'resident');
    let answered = false;
    const commit = client.query('COMMIT').then(() => (answered = true));
    while (!(await words()).includes('unheard'));
    expect(answered).toBe(false);
    proxy.weather.heal();
    await commit;
  });

  it('in a partition towards the server nothing happens there until it heals; others pass', async () => {
    const [client, other] = [await newClient(), await newClient('other')];
    await beginSaying('delayed', client);
    proxy.weather.partition('to-server', 'resident');
    const commit = client.query('COMMIT');
    await other.query('SELECT 1');
    expect(await words()).toEqual([]);
    proxy.weather.heal();
    await commit;
    expect(await words()).toEqual(['delayed']);
  });

  it('makes every byte take its time, in each direction', async () => {
    const client = await newClient();
    proxy.weather.latencyMs = 60;
    const startedAt = performance.now();
    await client.query('SELECT 1');
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(119);
  });

  it('ends what the server ends, and the other way round', async () => {
    const client = await newClient();
    const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    const ended = new Promise((resolve) => client.once('end', resolve));
    const admin = new pg.Client({ connectionString: database.adminUrl });
    await admin.connect();
    await admin.query('SELECT pg_terminate_backend($1)', [rows[0]!.pid]);
    await ended;
    const other = await newClient();
    const backend = await other.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    await other.end();
    const alive = async (): Promise<boolean> => {
      const found = await admin.query('SELECT FROM pg_stat_activity WHERE pid = $1', [
        backend.rows[0]!.pid,
      ]);
      return found.rowCount === 1;
    };
    while (await alive());
    await admin.end();
  });
});
