import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { provision, ServiceDatabase } from './index.js';
import { createTestDatabase, type TestDatabase } from './testing/index.js';

describe('provision', () => {
  let test: TestDatabase;

  beforeAll(async () => {
    test = await createTestDatabase({ service: 'resident', alsoFor: ['life-events'] });
  });
  afterAll(() => test.drop());

  it('may be repeated by many at once', async () => {
    const clusterUrl = process.env.MADOGUCHI_TEST_PG_URL ?? '';
    const database = 'provisioned_by_many';
    const services = ['insurance', 'childcare'].map((service) => ({
      service,
      password: 'fictional, and long',
    }));
    const runs = await Promise.all(
      Array.from({ length: 6 }, () => provision(clusterUrl, services, { database })),
    );
    const db = new ServiceDatabase({
      service: 'childcare',
      url: runs[0]?.urlOf('childcare') ?? '',
    });
    const rows = await db.query(
      'SELECT current_schema() AS schema, current_database() AS database',
    );
    await db.close();
    const admin = new pg.Client({ connectionString: clusterUrl });
    await admin.connect();
    await admin.query(`DROP DATABASE ${database} WITH (FORCE)`);
    await admin.end();
    expect(rows).toEqual([{ schema: 'childcare', database }]);
  });

  it.each([
    ['create a table in the public schema', 'CREATE TABLE public.mine (id int)'],
    ['create a schema', 'CREATE SCHEMA mine'],
    ['create a temporary table', 'CREATE TEMP TABLE mine (id int)'],
    ['look into the schema of another service', 'SELECT FROM life_events.secret'],
    ['become another service', 'SET ROLE life_events'],
    ['take a narrow role of another service', 'SET ROLE life_events_worker'],
  ])('lets no service %s', async (_what, sql) => {
    const admin = new pg.Client({ connectionString: test.adminUrl });
    await admin.connect();
    await admin.query('CREATE TABLE IF NOT EXISTS life_events.secret (id int)');
    await admin.end();
    await expect(test.db.query(sql)).rejects.toMatchObject({ code: '42501' });
  });

  it('lets narrow roles not log in, nor create anything in their schema', async () => {
    const url = new URL(test.urlOf('resident'));
    url.username = 'resident_worker';
    const db = new ServiceDatabase({ service: 'resident', url: url.href });
    await expect(db.query('SELECT 1')).rejects.toThrow();
    await db.close();
    const creating = test.uow.run({ role: 'worker', keys: [] }, (tx) =>
      tx.query('CREATE TABLE mine (id int)'),
    );
    await expect(creating).rejects.toMatchObject({ code: '42501' });
  });

  it('names a service that was not provisioned', () => {
    expect(() => test.urlOf('insurance')).toThrow('"insurance" was not provisioned');
  });

  it('lets no service read a whole table where an index will do', async () => {
    const rows = await test.db.query(
      `SELECT name, setting FROM pg_settings WHERE name IN ('enable_seqscan', 'random_page_cost') ORDER BY name`,
    );
    expect(rows).toEqual([
      { name: 'enable_seqscan', setting: 'off' },
      { name: 'random_page_cost', setting: '1.1' },
    ]);
  });

  it('limits every session of a service', async () => {
    const rows = await test.db.query(
      `SELECT name, setting, unit FROM pg_settings WHERE name IN
       ('statement_timeout', 'idle_in_transaction_session_timeout', 'lock_timeout', 'application_name')
       ORDER BY name`,
    );
    expect(rows).toEqual([
      { name: 'application_name', setting: 'resident', unit: null },
      { name: 'idle_in_transaction_session_timeout', setting: '10000', unit: 'ms' },
      { name: 'lock_timeout', setting: '3000', unit: 'ms' },
      { name: 'statement_timeout', setting: '15000', unit: 'ms' },
    ]);
  });
});
