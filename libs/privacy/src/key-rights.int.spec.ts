import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { testKeyStores } from './testing/index.js';
import type { TestKeyStores } from './testing/index.js';

let stores: TestKeyStores;
beforeAll(async () => {
  stores = await testKeyStores();
});
afterAll(async () => {
  await stores.drop();
});

const writer = 'life-events';
const reader = 'childcare';

async function query(url: string, sql: string, values: unknown[] = []): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql, values)).rows as unknown[];
  } finally {
    await client.end();
  }
}

describe('a service with a login of its own and SQL of its own', () => {
  const asThird = (sql: string, values: unknown[] = []) =>
    query(stores.urlOf('insurance'), sql, values);
  const adminUrl = () =>
    Object.assign(new URL(stores.adminUrl), { pathname: `/${stores.databaseName}` }).href;
  const denied = expect.objectContaining({ code: '42501' });

  it.each([
    ['read the keys', 'SELECT * FROM key_data.case_key'],
    ['read who was erased', 'SELECT * FROM key_data.erased_case'],
    ['change which login is which service', `UPDATE key_data.service SET name = 'childcare'`],
    ['call the inner functions', 'SELECT key_data.caller()'],
    ['make a table', 'CREATE TABLE public.mine ()'],
    ['make a table of its session', 'CREATE TEMP TABLE mine ()'],
    [
      'make a function in their schema',
      `CREATE FUNCTION key_api.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'`,
    ],
  ])('cannot %s', async (_what, sql) => {
    await expect(asThird(sql)).rejects.toEqual(denied);
  });

  it("cannot take the owner's role or another service's", async () => {
    await expect(asThird(`SET ROLE "${stores.databaseName}_owner"`)).rejects.toEqual(denied);
    await expect(
      asThird(`SET SESSION AUTHORIZATION "${stores.databaseName}_childcare"`),
    ).rejects.toEqual(denied);
  });

  it('sees no row of a pair that it does not belong to, and is not told that its case was erased', async () => {
    const caseId = randomUUID();
    await stores.of(writer).issue([{ caseId, reader }], 'case-work');
    const open = () =>
      asThird('SELECT * FROM key_api.open($1, $2, $3, $4)', [
        [caseId],
        [writer],
        [reader],
        'event',
      ]);
    expect(await open()).toEqual([]);
    await stores.of(writer).destroy(caseId);
    expect(await open()).toEqual([]);
  });

  it('writes under its own name only', async () => {
    const caseId = randomUUID();
    await asThird(
      `SELECT * FROM key_api.issue($1, $2, $3, 1::smallint, ARRAY[1]::smallint[], 'event')`,
      [[caseId], [reader], [Buffer.alloc(40)]],
    );
    expect(
      await query(adminUrl(), 'SELECT writer FROM key_data.case_key WHERE case_id = $1', [caseId]),
    ).toEqual([{ writer: 'insurance' }]);
  });

  it('cannot issue on an old snapshot, which would not see an erasure', async () => {
    const sql = `BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT * FROM key_api.issue('{${randomUUID()}}', '{childcare}', ARRAY[decode(repeat('00', 40), 'hex')], 1::smallint, ARRAY[1]::smallint[], 'event')`;
    await expect(asThird(sql)).rejects.toEqual(expect.objectContaining({ code: 'MK001' }));
  });
});
