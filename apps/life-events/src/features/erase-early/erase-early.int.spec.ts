import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startTestIssuer, type TestIssuer } from '@app/auth/testing';
import pg from 'pg';
import request from 'supertest';
import { CasesUnderTest } from '../../testing/cases-under-test.js';
import { ErasuresUnderTest } from '../../testing/erasures-under-test.js';
import { fictionalFiling } from '../../testing/neighbours.js';

let cases: CasesUnderTest;
let erasures: ErasuresUnderTest;
let issuer: TestIssuer;
let admin: pg.Client;
let url: string;
const tokens = { one: '', two: '', elsewhere: '', decider: '', auditor: '', operator: '' };
type Who = keyof typeof tokens;

beforeAll(async () => {
  cases = await CasesUnderTest.start();
  erasures = new ErasuresUnderTest(cases);
  issuer = await startTestIssuer();
  ({ url } = await cases.listen(issuer));
  const staff = { roles: ['supervisor'], section: 'resident', wards: ['14134'] } as const;
  tokens.one = await issuer.token({ ...staff, sub: 'one' });
  tokens.two = await issuer.token({ ...staff, sub: 'two' });
  tokens.elsewhere = await issuer.token({ ...staff, sub: 'elsewhere', wards: ['14137'] });
  tokens.decider = await issuer.token({ ...staff, sub: 'decider', roles: ['decider'] });
  tokens.auditor = await issuer.token({ sub: 'auditor', roles: ['auditor'] });
  tokens.operator = await issuer.token({ sub: 'operator', roles: ['operator'] });
  admin = new pg.Client({ connectionString: cases.database.adminUrl });
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await cases.stop();
  await issuer.stop();
});
beforeEach(() => cases.clock.set('2026-04-06T10:00:00+09:00'));

interface Answer {
  readonly status: number;
  readonly code?: string;
  readonly body: Record<string, unknown>;
  readonly location?: string;
}

async function said(call: request.Test, who: Who): Promise<Answer> {
  const answer = await call.set('authorization', `Bearer ${tokens[who]}`);
  const body = answer.body as Record<string, unknown>;
  const location = answer.headers['location']!;
  return { status: answer.status, body, code: body['code'] as string, location };
}
const get = (who: Who, path: string) => said(request(url).get(`/v1/cases/${path}`), who);
const post = (who: Who, path: string, body: object = {}) =>
  said(request(url).post(`/v1/cases/${path}`).send(body), who);

let keys = 0;
const place = (who: Who, caseId: string, reason = 'litigation', key = `hold-${++keys}`) =>
  said(
    request(url)
      .post(`/v1/cases/${caseId}/legal-holds`)
      .set('idempotency-key', key)
      .send({ reason }),
    who,
  );
const release = (who: Who, caseId: string, holdId: unknown) =>
  post(who, `${caseId}/legal-hold-releases`, { holdId, reason: 'proceedings-ended' });
const erase = (who: Who, caseId: string) =>
  post(who, `${caseId}/erasure`, { reason: 'filed-by-mistake' });
const approve = (who: Who, { body }: Answer) =>
  post(who, `approvals/${String(body['id'])}/approval`);

const holdsOf = async (caseId: string): Promise<Record<string, unknown>[]> =>
  (await get('one', `${caseId}/legal-holds`)).body['items'] as Record<string, unknown>[];

async function row(sql: string, ...params: unknown[]): Promise<Record<string, unknown>> {
  return (await admin.query<Record<string, unknown>>(sql, params)).rows[0]!;
}
const erasureOf = (caseId: string) =>
  row('SELECT * FROM life_events.erasure WHERE case_id = $1', caseId);
const LATER = '2032-04-01T00:00:00+09:00';

describe('a legal hold', () => {
  it('is placed by one supervisor of the ward, once however often it is sent, and nobody else', async () => {
    const { caseId } = await erasures.ended();
    for (const who of ['decider', 'auditor', 'operator'] as const)
      expect(await place(who, caseId)).toMatchObject({ status: 403, code: 'forbidden' });
    expect(await place('elsewhere', caseId)).toMatchObject({ status: 404, code: 'not-found' });
    expect(await place('one', caseId, 'because')).toMatchObject({ status: 400 });
    expect((await place('one', caseId, 'appeal', 'twice')).status).toBe(201);
    const again = await place('one', caseId, 'appeal', 'twice');
    expect(again.body).toMatchObject({ reason: 'appeal', placedBy: 'one', releasedAt: null });
    expect(await place('one', caseId, 'audit', 'twice')).toMatchObject({
      code: 'idempotency-key-reused',
    });
    expect(await holdsOf(caseId)).toHaveLength(1);
    const records = await row(
      `SELECT count(*)::int FROM life_events.access_record WHERE action = 'legal-hold.place' AND case_id = $1 AND outcome = 'granted'`,
      caseId,
    );
    expect(records).toEqual({ count: 2 });
  });

  it('keeps a case, also one whose sections have been asked, until two people release the last of its holds', async () => {
    const others = await erasures.ended();
    const { caseId } = others;
    cases.clock.set(LATER);
    await erasures.process().run();
    const [first, second] = [await place('one', caseId), await place('two', caseId, 'audit')];
    await erasures.giveReceipts(others);
    await erasures.process().run();
    expect(await erasureOf(caseId)).toMatchObject({ state: 'receipted' });
    const asked = await release('one', caseId, first.body['id']);
    expect(asked).toMatchObject({
      status: 202,
      location: `/v1/cases/approvals/${String(asked.body['id'])}`,
    });
    expect(await release('two', caseId, first.body['id'])).toMatchObject({
      code: 'approval-pending',
    });
    expect(await approve('one', asked)).toMatchObject({ code: 'own-approval' });
    expect(await approve('elsewhere', asked)).toMatchObject({ code: 'not-found' });
    expect(await approve('two', asked)).toMatchObject({ status: 200, body: { state: 'DONE' } });
    expect((await holdsOf(caseId))[0]).toMatchObject({
      ...{ releasedBy: 'one', releaseApprovedBy: 'two' },
      releasedAt: new Date(LATER).toISOString(),
    });
    expect(await release('one', caseId, first.body['id'])).toMatchObject({ code: 'not-held' });
    await erasures.process().run();
    expect(await erasureOf(caseId)).toMatchObject({ state: 'receipted' });
    await approve('one', await release('two', caseId, second.body['id']));
    await erasures.process().run();
    expect(await erasureOf(caseId)).toMatchObject({ state: 'erased', cause: 'retention' });
    expect(await get('one', `${caseId}/legal-holds`)).toMatchObject({ code: 'case-erased' });
  });

  it('comes too late when the keys are being destroyed', async () => {
    const { caseId } = await erasures.ended();
    cases.clock.set(LATER);
    await erasures.process().run();
    await admin.query(`UPDATE life_events.erasure SET state = 'destroying' WHERE case_id = $1`, [
      caseId,
    ]);
    expect(await place('one', caseId)).toMatchObject({ status: 409, code: 'erasure-begun' });
  });

  it('wants two people for its release in the table itself', async () => {
    const { caseId } = await erasures.ended();
    await place('one', caseId);
    for (const [by, approvedBy] of [
      ['one', null],
      ['one', 'one'],
    ])
      await expect(
        admin.query(
          `UPDATE life_events.legal_hold SET released_at = now(), released_by = $2, release_approved_by = $3,
             release_approval_id = gen_random_uuid() WHERE case_id = $1`,
          [caseId, by, approvedBy],
        ),
      ).rejects.toThrow(/legal_hold_(two_people|release_complete)/);
  });
});

describe('an early erasure', () => {
  it('is asked for by one supervisor, begun when another approves, and waits for every section', async () => {
    const others = await erasures.ended();
    const { caseId } = others;
    const asked = await erase('one', caseId);
    expect(asked).toMatchObject({ status: 202, body: { act: 'destroy-keys', state: 'REQUESTED' } });
    for (const who of ['decider', 'auditor', 'operator'] as const)
      expect(await erase(who, caseId)).toMatchObject({ code: 'forbidden' });
    expect(await erase('elsewhere', caseId)).toMatchObject({ code: 'not-found' });
    expect(await approve('one', asked)).toMatchObject({ code: 'own-approval' });
    await erasures.process().run();
    expect(await erasureOf(caseId)).toBeUndefined();
    expect(await approve('two', asked)).toMatchObject({ status: 200, body: { state: 'DONE' } });
    expect(await erasureOf(caseId)).toMatchObject({
      ...{ state: 'ordered', cause: 'decision', ordered_by: 'one' },
      ...{ approval_id: asked.body['id'], document_class: 'insurance' },
    });
    expect(await erase('one', caseId)).toMatchObject({ code: 'erasure-begun' });
    await erasures.process().run();
    expect(await erasureOf(caseId)).toMatchObject({ state: 'ordered' });
    await erasures.giveReceipts(others);
    await erasures.process().run();
    expect(await erasureOf(caseId)).toMatchObject({ state: 'erased' });
    expect((await erasureOf(caseId))['key_count']).toBeGreaterThan(2);
    expect(await erase('one', caseId)).toMatchObject({ status: 410, code: 'case-erased' });
  });

  it('is refused while the case goes on, and while something holds it, at the approval as well', async () => {
    const open = cases.newCase();
    const { caseId } = await erasures.ended();
    await cases.apply(await open.submit(fictionalFiling('move-in')));
    expect(await erase('one', open.caseId)).toMatchObject({ status: 409, code: 'case-not-ended' });
    const asked = await erase('one', caseId);
    await place('two', caseId, 'disclosure');
    expect(await approve('two', asked)).toMatchObject({ status: 409, code: 'case-held' });
    expect(await erase('one', caseId)).toMatchObject({ status: 409, code: 'case-held' });
    const [hold] = await holdsOf(caseId);
    await approve('one', await release('two', caseId, hold!['id']));
    expect(await approve('two', asked)).toMatchObject({ body: { state: 'DONE' } });
  });
});
