import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestIssuer, type TestIssuer } from '@app/auth/testing';
import { PROTECTED_WARD } from '@app/contracts';
import pg from 'pg';
import request from 'supertest';
import { CasesUnderTest } from '../../testing/cases-under-test.js';
import { fictionalFiling } from '../../testing/neighbours.js';
import type { CaseExportDto } from './export-cases.dto.js';

let cases: CasesUnderTest;
let issuer: TestIssuer;
let url: string;
const tokens = { asker: '', second: '', elsewhere: '', officer: '', auditor: '', auditor2: '' };
type Who = keyof typeof tokens;

beforeAll(async () => {
  cases = await CasesUnderTest.start();
  issuer = await startTestIssuer();
  ({ url } = await cases.listen(issuer));
  const staff = { roles: ['supervisor'], section: 'insurance', wards: ['14133'] } as const;
  tokens.asker = await issuer.token({ ...staff, sub: 'asker' });
  tokens.second = await issuer.token({ ...staff, sub: 'second' });
  tokens.elsewhere = await issuer.token({ ...staff, sub: 'elsewhere', wards: ['14134'] });
  tokens.officer = await issuer.token({ ...staff, roles: ['decider'] });
  tokens.auditor = await issuer.token({ sub: 'auditor', roles: ['auditor'] });
  tokens.auditor2 = await issuer.token({ sub: 'auditor-2', roles: ['auditor'] });
  for (let count = 0; count < 6; count++) await birthIn('14133');
  for (let count = 0; count < 2; count++) await birthIn('14134');
  await change(await birthIn('14133'), `ward = '${PROTECTED_WARD}'`);
  await change(await birthIn('14133'), 'erased_at = now()');
});
afterAll(async () => {
  await cases.stop();
  await issuer.stop();
});

async function birthIn(ward: string): Promise<string> {
  const others = cases.newCase();
  await cases.apply(await others.submit({ ...fictionalFiling('birth'), ward: { code5: ward } }));
  return others.caseId;
}

/** Changes a case as only the system itself does. */
async function change(caseId: string, set: string): Promise<void> {
  const client = new pg.Client({ connectionString: cases.database.adminUrl });
  await client.connect();
  await client.query(`UPDATE life_events."case" SET ${set} WHERE id = $1`, [caseId]);
  await client.end();
}

const as = (who: Who, call: request.Test): request.Test =>
  call.set('authorization', `Bearer ${tokens[who]}`).set('madoguchi-purpose', 'statistics');
const get = (who: Who, path: string) => as(who, request(url).get(`/v1/cases/${path}`));
const post = (who: Who, path: string, body?: object) =>
  as(who, request(url).post(`/v1/cases/${path}`)).send(body);
/** Opened on 6 April 2026 by the clock of the test. */
const april = { from: '2026-04-01', to: '2026-04-06', reason: 'statistics' };

let keys = 0;
const ask = (who: Who, body: object, key = `key-${++keys}`) =>
  post(who, 'exports', body).set('idempotency-key', key);
async function asked(who: Who, body: object): Promise<CaseExportDto> {
  const answer = await ask(who, body).expect(202);
  const view = answer.body as CaseExportDto;
  expect(answer.headers['location']).toBe(`/v1/cases/exports/${view.id}`);
  return view;
}
const approve = (who: Who, { approval }: CaseExportDto) =>
  post(who, `approvals/${approval.id}/approval`);
const take = (who: Who, { id }: CaseExportDto) =>
  post(who, `exports/${id}/content`)
    .buffer(true)
    .parse((answer, done) => {
      let text = '';
      answer.on('data', (part: Buffer) => (text += part.toString()));
      answer.on('end', () => done(null, text));
    });
const linesOf = (answer: request.Response): Record<string, unknown>[] =>
  (answer.body as string)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as never);

describe('a bulk export', () => {
  it('is asked for by one, approved by another of the same ward, and taken once by who asked', async () => {
    const wanted = await asked('asker', { ...april, ward: '14133', lifeEvent: 'birth' });
    expect(wanted.approval).toMatchObject({
      state: 'REQUESTED',
      act: 'bulk-export',
      requestedBy: 'asker',
    });
    expect((await take('asker', wanted).expect(409)).body).toContain('not-approved');
    expect((await approve('asker', wanted).expect(409)).body).toMatchObject({
      code: 'own-approval',
    });
    const waiting = (await get('second', 'approvals').expect(200)).body as {
      items: { id: string }[];
    };
    expect(waiting.items.map(({ id }) => id)).toContain(wanted.approval.id);
    expect((await get('second', `exports/${wanted.id}`).expect(200)).body).toMatchObject({
      ward: '14133',
    });
    expect((await approve('second', wanted).expect(200)).body).toMatchObject({ state: 'APPROVED' });
    await take('second', wanted).expect(404);
    const taken = await take('asker', wanted).expect(200);
    expect(taken.headers['content-type']).toContain('application/x-ndjson');
    expect(linesOf(taken).at(-1)).toEqual({ kind: 'end', cases: 6, withheld: 0 });
    expect((await take('asker', wanted).expect(409)).body).toContain('approval-ended');
  });

  it('holds no id, no day and nothing of a person, and no restricted or erased case', async () => {
    const wanted = await asked('asker', { ...april, ward: '14133' });
    await approve('second', wanted).expect(200);
    const taken = await take('asker', wanted).expect(200);
    const given = linesOf(taken).filter(({ kind }) => kind === 'case');
    expect(given).toHaveLength(6);
    expect(given[0]).toEqual({
      ...{ kind: 'case', pseudonym: expect.stringMatching(/^[0-9a-f]{32}$/), ward: '14133' },
      ...{ lifeEvent: 'birth', month: '2026-04', ruleSet: expect.any(String), status: 'OPEN' },
      ...{ withdrawal: 'none', daysOpen: null, tasks: expect.any(Array) },
    });
    expect((given[0]?.['tasks'] as object[])[0]).toEqual({
      ...{ procedureId: 'birth-registration', section: 'resident', status: 'RECEIVED' },
      ...{ requirement: 'required', visitRequired: expect.any(Boolean), returned: false },
    });
    const ids = await cases.database.uow.run({ role: 'worker', keys: [] }, (tx) =>
      tx.query<{ id: string; reference: string }>('SELECT id, reference FROM "case"'),
    );
    const lines = given.map((line) => JSON.stringify(line)).join();
    for (const { id, reference } of ids)
      expect(lines).not.toMatch(new RegExp(`${id}|${reference}`));
    expect(lines).not.toMatch(/protected|\d{4}-\d{2}-\d{2}|𠮷田/);
  });

  it('has other pseudonyms each time, in an order that tells nothing', async () => {
    const pseudonyms = async (): Promise<unknown[]> => {
      const wanted = await asked('asker', { ...april, ward: '14133' });
      await approve('second', wanted).expect(200);
      return linesOf(await take('asker', wanted))
        .slice(1, -1)
        .map(({ pseudonym }) => pseudonym);
    };
    const [one, other] = [await pseudonyms(), await pseudonyms()];
    expect(one).toEqual(one.toSorted());
    expect(one.filter((pseudonym) => other.includes(pseudonym))).toEqual([]);
  });

  it('of the whole city is the auditors’, and leaves out cells of fewer than five', async () => {
    const wanted = await asked('auditor', april);
    await approve('second', wanted).expect(404);
    await get('asker', `exports/${wanted.id}`).expect(404);
    await approve('auditor2', wanted).expect(200);
    const lines = linesOf(await take('auditor', wanted).expect(200));
    expect(new Set(lines.slice(1, -1).map(({ ward }) => ward))).toEqual(new Set(['14133']));
    expect(lines.at(-1)).toEqual({ kind: 'end', cases: 6, withheld: 2 });
  });

  it('does not exist for another ward, and cannot be asked for by who has no right', async () => {
    const wanted = await asked('asker', { ...april, ward: '14133' });
    await get('elsewhere', `exports/${wanted.id}`).expect(404);
    await approve('elsewhere', wanted).expect(404);
    await take('elsewhere', wanted).expect(404);
    await get('asker', 'exports/no-uuid').expect(404);
    expect((await ask('elsewhere', { ...april, ward: '14133' }).expect(404)).body).toMatchObject({
      code: 'not-found',
    });
    await ask('officer', { ...april, ward: '14133' }).expect(403);
    const silent = request(url).post('/v1/cases/exports').send(april);
    const answer = await silent.set('authorization', `Bearer ${tokens.asker}`).expect(400);
    expect(answer.body).toMatchObject({ code: 'purpose-missing' });
  });

  it('is given to one of several who take it at once', async () => {
    const wanted = await asked('asker', { ...april, ward: '14133' });
    await approve('second', wanted).expect(200);
    const taken = await Promise.all([1, 2, 3].map(() => take('asker', wanted)));
    expect(taken.map(({ status }) => status).toSorted()).toEqual([200, 409, 409]);
  });

  it('is asked for once with the same key', async () => {
    const body = { ...april, ward: '14133' };
    const first = (await ask('asker', body, 'same').expect(202)).body as CaseExportDto;
    const again = await ask('asker', body, 'same').expect(202);
    expect(again.headers['idempotent-replayed']).toBe('true');
    expect(again.body).toEqual(first);
    const other = await ask('asker', { ...body, to: '2026-04-05' }, 'same').expect(422);
    expect(other.body).toMatchObject({ code: 'idempotency-key-reused' });
  });

  it.each([
    ['to', { ...april, ward: '14133', from: '2026-04-06', to: '2026-04-05' }],
    ['to', { ...april, ward: '14133', to: '2026-04-07' }],
    ['to', { ...april, ward: '14133', from: '2025-04-05' }],
    ['from', { ...april, ward: '14133', from: '2026-02-30' }],
    ['ward', april],
    ['reason', { ...april, ward: '14133', reason: 'curiosity' }],
    ['lifeEvent', { ...april, ward: '14133', lifeEvent: 'lottery' }],
  ])('is refused at %s for %j', async (field, body) => {
    const refused = await ask('asker', body).expect(400);
    expect((refused.body as { errors: object[] }).errors).toMatchObject([{ field }]);
  });
});
