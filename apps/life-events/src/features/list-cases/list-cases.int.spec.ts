import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startTestIssuer, type TestIssuer } from '@app/auth/testing';
import type { Role } from '@app/auth';
import { openApiDocument } from '@app/service-host';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import request from 'supertest';
import { CasesUnderTest } from '../../testing/cases-under-test.js';
import { fictionalFiling } from '../../testing/neighbours.js';
import type { CasePageDto } from './list-cases.dto.js';

let cases: CasesUnderTest;
let issuer: TestIssuer;
let app: NestFastifyApplication;
let url: string;

beforeAll(async () => {
  cases = await CasesUnderTest.start();
  issuer = await startTestIssuer();
  ({ app, url } = await cases.listen(issuer));
});
afterAll(async () => {
  await cases.stop();
  await issuer.stop();
});

type Query = Record<string, string>;
type Caller = (query?: Query) => Promise<request.Response>;

async function caller(role: Role, ...wards: string[]): Promise<Caller> {
  const own = role === 'operator' || role === 'citizen' ? {} : { section: 'insurance', wards };
  const token = await issuer.token({ roles: [role], ...own } as never);
  return (query = {}) =>
    request(url).get('/v1/cases').query(query).set('authorization', `Bearer ${token}`);
}

const pageOf = async (list: Caller, query?: Query): Promise<CasePageDto> => {
  const answer = await list(query);
  expect(answer.status).toBe(200);
  return answer.body as CasePageDto;
};
const idsOf = ({ items }: CasePageDto): string[] => items.map(({ caseId }) => caseId);

/** A ward of the test's own, so that tests do not see each other's cases. */
const WARDS = ['14131', '14132', '14133', '14134', '14135', '14136', '14137'];
const freshWard = (): string => WARDS.pop()!;

/** A birth whose registration was refused: everything behind it waits for a supervisor. */
async function heldIn(ward: string): Promise<string> {
  cases.clock.advance(1000);
  const others = cases.newCase();
  const filing = { ...fictionalFiling('birth'), ward: { code5: ward } };
  expect(await cases.apply(await others.submit(filing))).toEqual([]);
  const opening = (await cases.said(others.caseId)).find(({ type }) => type === 'case.opened');
  const { tasks } = opening?.data as { tasks: { taskId: string; procedureId: string }[] };
  const registration = tasks.find(({ procedureId }) => procedureId === 'birth-registration')!;
  for (const status of ['IN_REVIEW', 'REJECTED'] as const)
    await cases.apply(await others.task('resident', registration, status));
  return others.caseId;
}

async function openIn(ward: string): Promise<string> {
  const others = cases.newCase();
  await cases.apply(await others.submit({ ...fictionalFiling('birth'), ward: { code5: ward } }));
  return others.caseId;
}

describe('GET /v1/cases', () => {
  it('shows a supervisor what waits in their wards, the oldest first, without names', async () => {
    const [ward, other] = [freshWard(), freshWard()];
    const first = await heldIn(ward);
    await openIn(ward);
    const elsewhere = await heldIn(other);
    const second = await heldIn(ward);
    const supervisor = await caller('supervisor', ward);
    const page = await pageOf(supervisor);
    expect(idsOf(page)).toEqual([first, second]);
    expect(page.nextCursor).toBeNull();
    expect(page.items[0]).toMatchObject({
      status: 'ON_HOLD',
      version: 3,
      ward,
      lifeEvent: 'birth',
    });
    expect(page.items[0]?.heldTasks).toContainEqual(
      expect.objectContaining({
        procedureId: 'nhi-enroll',
        section: 'insurance',
        held: 'predecessor-rejected',
        deadline: '2025-11-04',
      }),
    );
    expect(JSON.stringify(page)).not.toMatch(/𠮷田|familyName/);
    const both = await caller('supervisor', ward, other);
    expect(idsOf(await pageOf(both))).toEqual([first, elsewhere, second]);
    expect(idsOf(await pageOf(both, { ward: other }))).toEqual([elsewhere]);
  });

  it('shows operations every ward, and any status that is asked for', async () => {
    const ward = freshWard();
    const [held, open] = [await heldIn(ward), await openIn(ward)];
    const operator = await caller('operator');
    expect(idsOf(await pageOf(operator, { ward }))).toEqual([held]);
    expect(idsOf(await pageOf(operator, { ward, status: 'OPEN' }))).toEqual([open]);
    expect(idsOf(await pageOf(operator, { ward, status: 'CLOSED' }))).toEqual([]);
    expect(idsOf(await pageOf(operator, { limit: '100' }))).toContain(held);
  });

  it('pages without losing or repeating a case while others arrive', async () => {
    const ward = freshWard();
    const before: string[] = [];
    for (let count = 0; count < 4; count++) before.push(await heldIn(ward));
    const supervisor = await caller('supervisor', ward);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const query: Query = { limit: '2', ...(cursor !== null && { cursor }) };
      const page = await pageOf(supervisor, query);
      seen.push(...idsOf(page));
      cursor = page.nextCursor;
      if (seen.length === 2) before.push(await heldIn(ward));
    } while (cursor !== null);
    expect(seen).toEqual(before);
  });

  it('is closed to officers and citizens, and does not know wards of others', async () => {
    const ward = freshWard();
    expect((await (await caller('reviewer', ward))()).status).toBe(403);
    expect((await (await caller('citizen'))()).status).toBe(403);
    const refused = await (await caller('supervisor', ward))({ ward: '14131' });
    expect(refused).toMatchObject({ status: 404, body: { code: 'not-found' } });
    expect(idsOf(await pageOf(await caller('supervisor')))).toEqual([]);
  });

  it.each([
    [{ status: 'LOST' }, 'invalid-request'],
    [{ ward: 'north' }, 'invalid-request'],
    [{ limit: '0' }, 'invalid-request'],
    [{ cursor: 'nonsense' }, 'invalid-cursor'],
    [{ wards: '14131' }, 'invalid-request'],
  ])('refuses %j as %s', async (query, code) => {
    const refused = await (await caller('operator'))(query);
    expect(refused).toMatchObject({ status: 400, body: { code } });
  });

  it('is documented with what it takes and answers', () => {
    const { paths } = openApiDocument(app, { title: 'life-events', description: '' });
    const { get } = paths['/v1/cases'] as { get: { parameters: { name: string }[] } };
    const names = get.parameters.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['status', 'ward', 'cursor', 'limit']));
  });
});
