import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { urlWith } from '@app/persistence';
import { testKeyStores, type TestKeyStores } from './testing/index.js';

let stores: TestKeyStores;
let admin: pg.Client;

beforeAll(async () => {
  stores = await testKeyStores(['life-events', 'childcare', 'insurance']);
  admin = new pg.Client({
    connectionString: urlWith(stores.adminUrl, { database: stores.databaseName }),
  });
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await stores.drop();
});

async function openingsOf(caseId: string): Promise<unknown[]> {
  const { rows } = await admin.query<object>(
    `SELECT service, purpose, issued, keys, cases FROM key_data.opening WHERE $1 = ANY (cases) ORDER BY id`,
    [caseId],
  );
  return rows;
}

describe('the log of openings', () => {
  it('has a row for each call: who, what for, which cases, how many keys; also where nothing was given', async () => {
    const [caseId, other] = [randomUUID(), randomUUID()];
    const ref = (id: string) =>
      ({ caseId: id, writer: 'life-events', reader: 'childcare' }) as const;
    await stores.of('life-events').issue(
      [caseId, other].map((id) => ({ caseId: id, reader: 'childcare' })),
      'case-work',
    );
    await stores.another('childcare').open([ref(caseId), ref(other)], 'event');
    const login = new pg.Client({ connectionString: stores.urlOf('insurance') });
    await login.connect();
    await login.query(
      `SELECT * FROM key_api.open($1, '{life-events}', '{childcare}', 'case-work')`,
      [[caseId]],
    );
    await login.end();
    const both = expect.arrayContaining([caseId, other]) as unknown;
    expect(await openingsOf(caseId)).toEqual([
      { service: 'life-events', purpose: 'case-work', issued: true, keys: 2, cases: both },
      { service: 'childcare', purpose: 'event', issued: false, keys: 2, cases: both },
      { service: 'insurance', purpose: 'case-work', issued: false, keys: 0, cases: [caseId] },
    ]);
  });

  it('has none for a key that is still in memory, as nobody was asked', async () => {
    const caseId = randomUUID();
    const store = stores.another('life-events');
    await store.issue([{ caseId, reader: 'childcare' }], 'event');
    await store.open([{ caseId, writer: 'life-events', reader: 'childcare' }], 'case-work');
    expect(await openingsOf(caseId)).toHaveLength(1);
  });

  it('is refused a purpose that is no code, and nothing is handed out then', async () => {
    const login = new pg.Client({ connectionString: stores.urlOf('childcare') });
    await login.connect();
    const asked = login.query(
      `SELECT * FROM key_api.open($1, '{life-events}', '{childcare}', '青葉 花子のため')`,
      [[randomUUID()]],
    );
    await expect(asked).rejects.toMatchObject({ code: '23514' });
    await login.end();
  });

  it('is read by no service, and changed by nobody', async () => {
    const login = new pg.Client({ connectionString: stores.urlOf('life-events') });
    await login.connect();
    await expect(login.query('SELECT FROM key_data.opening')).rejects.toMatchObject({
      code: '42501',
    });
    await login.end();
    for (const change of [
      `UPDATE key_data.opening SET purpose = 'event'`,
      'DELETE FROM key_data.opening',
      'TRUNCATE key_data.opening',
    ])
      await expect(admin.query(change)).rejects.toMatchObject({ code: 'MK003' });
  });
});
