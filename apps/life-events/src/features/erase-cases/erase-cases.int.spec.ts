import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startTestIssuer } from '@app/auth/testing';
import type { SectionName } from '@app/contracts';
import { OrphanKeys } from '@app/service-host';
import type { KeyStore } from '@app/privacy';
import pg from 'pg';
import request from 'supertest';
import { v7 as uuidV7 } from 'uuid';
import { CasesUnderTest } from '../../testing/cases-under-test.js';
import { ErasuresUnderTest } from '../../testing/erasures-under-test.js';
import { fictionalFiling, type Neighbours } from '../../testing/neighbours.js';

let cases: CasesUnderTest;
let erasures: ErasuresUnderTest;
let admin: pg.Client;

beforeAll(async () => {
  cases = await CasesUnderTest.start();
  erasures = new ErasuresUnderTest(cases);
  admin = new pg.Client({ connectionString: cases.database.adminUrl });
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await cases.stop();
});
beforeEach(() => cases.clock.set('2026-04-06T10:00:00+09:00'));

const erasing = (keyStore?: KeyStore) => erasures.process(keyStore);

/** A case whose sections have decided everything. */
async function ended(): Promise<Neighbours> {
  const others = await erasures.ended();
  const [row] = await rowsOf('"case"', 'id', others.caseId);
  // What a rejected notification holds is withdrawn or rejected in its turn: all have ended.
  expect(row?.['status']).toBe('CLOSED');
  return others;
}

const rowsOf = async (table: string, column: string, id: string) =>
  (
    await admin.query<Record<string, unknown>>(
      `SELECT * FROM life_events.${table} WHERE ${column} = $1`,
      [id],
    )
  ).rows;

const erasureOf = async (caseId: string) => (await rowsOf('erasure', 'case_id', caseId))[0];

const sections = (caseId: string) => erasures.sectionsOf(caseId);
const giveReceipts = (others: Neighbours, from: readonly SectionName[]) =>
  erasures.giveReceipts(others, from);

/** All that a case goes through, one step at a time; each step may be the last of its process. */
const STEPS: readonly ((others: Neighbours) => Promise<unknown>)[] = [
  () => erasing().classify(),
  () => erasing().order(),
  async (others) => giveReceipts(others, await sections(others.caseId)),
  // The process ends when it has said that it destroys the keys, and before it has.
  () => erasing(refusing()).destroy(),
  // … when it has destroyed them, and before it could keep that.
  () => erasing().destroy(),
];

function refusing(): KeyStore {
  const store = cases.keyStores.of('life-events');
  return new Proxy(store, {
    get: (target, name) => {
      if (name === 'destroy') return () => Promise.reject(new Error('the process ends here'));
      const value = Reflect.get(target, name) as unknown;
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

/** Whoever comes after it. */
async function finish(others: Neighbours): Promise<void> {
  await erasing().run();
  await giveReceipts(others, await sections(others.caseId));
  await erasing().run();
}

const YEARS_LATER = '2032-04-01T00:00:00+09:00';

describe('the erasure of a case', () => {
  it('comes when its class says so, not a day before', async () => {
    const { caseId } = await ended();
    cases.clock.set('2032-03-31T23:59:59+09:00');
    expect(await erasing().run()).toMatchObject({ ordered: 0 });
    expect(await erasureOf(caseId)).toBeUndefined();
    cases.clock.set(YEARS_LATER);
    expect(await erasing().run()).toMatchObject({ ordered: 1, erased: 0 });
    expect(await erasureOf(caseId)).toMatchObject({
      ...{ state: 'ordered', cause: 'retention', document_class: 'insurance' },
      ...{ ordered_by: 'service:life-events', received: [] },
    });
    const [tombstone] = await rowsOf('"case"', 'id', caseId);
    expect(tombstone?.['erased_at']).toBeNull();
  });

  it('waits until every section has given its receipt', async () => {
    const others = await ended();
    const { caseId } = others;
    cases.clock.set(YEARS_LATER);
    await erasing().run();
    const awaited = await sections(caseId);
    expect(awaited.length).toBeGreaterThan(1);
    await giveReceipts(others, awaited.slice(1));
    await erasing().run();
    expect(await erasureOf(caseId)).toMatchObject({ state: 'ordered' });
    await giveReceipts(others, awaited.slice(0, 1));
    await erasing().run();
    expect(await erasureOf(caseId)).toMatchObject({ state: 'erased' });
  });

  it.each(STEPS.map((_step, at) => [at + 1]))(
    'goes on where the process ended after step %i, and happens once',
    async (count) => {
      const others = await ended();
      const { caseId } = others;
      const asked = await sections(caseId);
      cases.clock.set(YEARS_LATER);
      for (const step of STEPS.slice(0, count)) await step(others);
      await finish(others);
      await finish(others);
      const record = await erasureOf(caseId);
      expect(record).toMatchObject({ state: 'erased', erased_at: new Date(YEARS_LATER) });
      expect(record?.['key_count']).toBeGreaterThan(2);
      const [tombstone] = await rowsOf('"case"', 'id', caseId);
      expect(tombstone).toMatchObject({
        reference: '',
        person_index: [],
        referrals: [],
        maybe: [],
      });
      for (const table of ['filing', 'case_task', 'resolution'])
        expect(await rowsOf(table, 'case_id', caseId)).toEqual([]);
      const types = (await cases.said(caseId)).map(({ type }) => type);
      const verbs = ['erase-case', 'forget-case'];
      const expected = asked.flatMap((section) => verbs.map((verb) => `${section}.${verb}`));
      expect(types.filter((type) => verbs.includes(type.split('.')[1]!)).toSorted()).toEqual(
        expected.toSorted(),
      );
      expect(types.filter((type) => type === 'case.erased')).toHaveLength(1);
    },
  );

  it('leaves a tombstone to which nothing that is said again does anything', async () => {
    const others = cases.newCase();
    const submitted = await others.submit(fictionalFiling('move-in'));
    await cases.apply(submitted);
    await cases.keyStores.of('life-events').destroy(others.caseId);
    const before = await cases.said(others.caseId);
    expect(await cases.apply(submitted, await others.withdraw())).toEqual([]);
    expect(await cases.said(others.caseId)).toEqual(before);
    const unknown = cases.newCase();
    const lost = await unknown.submit(fictionalFiling('move-in'));
    await cases.keyStores.of('life-events').destroy(unknown.caseId);
    expect(await cases.apply(lost)).toEqual([]);
    expect(await rowsOf('"case"', 'id', unknown.caseId)).toEqual([]);
  });

  it('does not begin while something holds the case, nor end when the hold came in between', async () => {
    const [early, late] = [await ended(), await ended()];
    const hold = (caseId: string) =>
      admin.query(
        `INSERT INTO life_events.legal_hold (id, case_id, reason, placed_by, placed_at, idempotency_key)
         VALUES (gen_random_uuid(), $1, 'litigation', 'supervisor-1', now(), gen_random_uuid())`,
        [caseId],
      );
    await hold(early.caseId);
    cases.clock.set(YEARS_LATER);
    await erasing().run();
    await giveReceipts(late, await sections(late.caseId));
    await hold(late.caseId);
    await erasing().run();
    expect(await erasureOf(early.caseId)).toBeUndefined();
    expect(await erasureOf(late.caseId)).toMatchObject({ state: 'receipted' });
    await admin.query(
      `UPDATE life_events.legal_hold SET released_at = now(), released_by = 'supervisor-1',
         release_approved_by = 'supervisor-2', release_approval_id = gen_random_uuid()`,
    );
    await erasing().run();
    expect(await erasureOf(early.caseId)).toMatchObject({ state: 'ordered' });
    expect(await erasureOf(late.caseId)).toMatchObject({ state: 'erased' });
  });
});

describe('keys without a case', () => {
  it('are swept; those of cases and of interviews stay', async () => {
    const issuer = await startTestIssuer();
    const { app, url } = await cases.listen(issuer);
    const token = await issuer.token({ sub: 'citizen-1', roles: ['citizen'] });
    const { lifeEvent, eventDate, ward, householdFacts } = fictionalFiling('move-in');
    const started = await request(url)
      .post('/v1/interviews')
      .set({ authorization: `Bearer ${token}`, 'idempotency-key': 'sweep' })
      .send({ lifeEvent, eventDate, ward, householdFacts })
      .expect(201);
    const [{ caseId }, orphan] = [await ended(), uuidV7()];
    const own = { writer: 'life-events', reader: 'life-events' } as const;
    const refs = [
      { caseId: orphan, ...own },
      { caseId: (started.body as { id: string }).id, ...own },
      { caseId, writer: 'life-events', reader: 'resident' } as const,
    ];
    await cases.keyStores.of('life-events').issue(refs.slice(0, 1), 'event');
    await twoHoursPass();
    expect(await app.get(OrphanKeys).sweep()).toBeGreaterThan(0);
    const left = await cases.keyStores.another('life-events').open(refs, 'event');
    expect(refs.map((ref) => left.find(ref) !== undefined)).toEqual([false, true, true]);
    await issuer.stop();
  });
});

async function twoHoursPass(): Promise<void> {
  const keys = new URL(cases.keyStores.adminUrl);
  keys.pathname = `/${cases.keyStores.databaseName}`;
  const client = new pg.Client({ connectionString: keys.href });
  await client.connect();
  await client.query(`UPDATE key_data.case_key SET issued_at = issued_at - interval '2 hours'`);
  await client.end();
}
