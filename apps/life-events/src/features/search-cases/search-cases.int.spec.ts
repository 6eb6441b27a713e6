import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Role } from '@app/auth';
import { startTestIssuer, type TestIssuer } from '@app/auth/testing';
import { PersonIndex } from '@app/privacy';
import { v7 as uuidV7 } from 'uuid';
import request from 'supertest';
import { CasesUnderTest } from '../../testing/cases-under-test.js';
import { fictionalFiling } from '../../testing/neighbours.js';
import type { FoundCasesDto } from './found-cases.dto.js';

let cases: CasesUnderTest;
let issuer: TestIssuer;
let url: string;

beforeAll(async () => {
  cases = await CasesUnderTest.start();
  issuer = await startTestIssuer();
  ({ url } = await cases.listen(issuer));
});
afterAll(async () => {
  await cases.stop();
  await issuer.stop();
});

const WARD = '14133';
const KANA = { familyNameKana: 'サガシ', givenNameKana: 'ショウコ' };

interface Sought {
  readonly familyName: string;
  readonly givenName?: string;
  readonly familyNameKana?: string;
  readonly givenNameKana?: string;
  readonly birthDate: string;
}

async function filed(familyName: string, ward = WARD): Promise<{ caseId: string; person: Sought }> {
  const filing = fictionalFiling('birth');
  const names = { familyName, givenName: '祥子', ...KANA };
  const identities = filing.identities.map((one, at) => (at === 0 ? { ...one, ...names } : one));
  const { birthDate } = filing.householdFacts.persons.find(
    ({ id }) => id === identities[0]!.person,
  )!;
  const others = cases.newCase();
  const filedNow = { ...filing, ward: { code5: ward }, identities };
  expect(await cases.apply(await others.submit(filedNow))).toEqual([]);
  return { caseId: others.caseId, person: { ...names, birthDate: birthDate as string } };
}

async function search(person: object, wards = [WARD], ...roles: Role[]): Promise<request.Response> {
  const claims = { roles: roles.length > 0 ? roles : (['reception'] as const), wards };
  const token = await issuer.token({ ...claims, sub: 'searcher', section: 'resident' });
  return request(url).post('/v1/cases/search').set('authorization', `Bearer ${token}`).send(person);
}
const found = async (...asked: Parameters<typeof search>): Promise<string[]> => {
  const answer = await search(...asked);
  expect(answer.status).toBe(200);
  return (answer.body as FoundCasesDto).items.map(({ caseId }) => caseId);
};

describe('POST /v1/cases/search', () => {
  it('finds by name or kana with the date of birth, whatever form they are written in', async () => {
    const { caseId, person } = await filed('髙﨑');
    const { birthDate } = person;
    expect(await found({ familyName: '高崎', givenName: '祥子', birthDate })).toEqual([caseId]);
    expect(await found({ familyName: '高\u{e0100}﨑', givenName: '祥子', birthDate })).toEqual([
      caseId,
    ]);
    const byKana = {
      familyName: '別',
      familyNameKana: 'ｻｶﾞｼ',
      givenNameKana: 'しようこ',
      birthDate,
    };
    expect(await found(byKana)).toContain(caseId);
    expect(await found({ familyName: '高崎', givenName: '祥', birthDate })).toEqual([]);
    expect(await found({ ...person, birthDate: '1950-01-01' })).not.toContain(caseId);
  });

  it('shows what is needed to go on, and no name', async () => {
    const { caseId, person } = await filed('探索');
    const body = (await search(person)).body as FoundCasesDto;
    const [item] = body.items.filter((one) => one.caseId === caseId);
    expect(item).toMatchObject({ ward: WARD, lifeEvent: 'birth', reference: '7KQ2M-X9D4TR' });
    expect(item?.tasks[0]).toMatchObject({
      section: 'resident',
      procedureId: 'birth-registration',
    });
    expect(JSON.stringify(body)).not.toContain('探索');
    const rows = await cases.database.administrator.query(
      `SELECT action, case_id, data_kinds FROM access_record WHERE action = 'case.search' AND case_id = $1`,
      [caseId],
    );
    expect(rows).toEqual([
      { action: 'case.search', case_id: caseId, data_kinds: ['identity', 'progress', 'reference'] },
    ]);
  });

  it('does not know other wards, and is not for whoever reads no cases', async () => {
    const { caseId, person } = await filed('他区');
    expect(await found(person, ['14134'])).toEqual([]);
    expect(await found(person, ['14134', WARD])).toContain(caseId);
    for (const role of ['operator', 'auditor', 'centre', 'citizen'] as const)
      expect((await search(person, [WARD], role)).status).toBe(403);
  });

  it('does not know protected persons but for who may see them', async () => {
    const { caseId, person } = await filed('秘匿');
    const { personIndexKey } = cases.keyStores.keysOf('life-events');
    await cases.protect({
      ...{ protectionId: uuidV7(), version: 1, effect: 'in-force', kinds: ['certificate'] },
      ...{ startsOn: '2026-04-06', endsOn: '2027-04-05' },
      personIndex: new PersonIndex(personIndexKey!).of({ ...person, familyNameKana: 'ヒトク' }),
    });
    expect(await found(person)).not.toContain(caseId);
    expect(await found(person, [WARD], 'supervisor')).not.toContain(caseId);
    expect(await found(person, [WARD], 'reception', 'protected-persons')).toContain(caseId);
  });

  it.each([
    [{ familyName: '窓口' }, 'birthDate'],
    [{ familyName: '', birthDate: '1990-02-03' }, 'familyName'],
    [{ familyName: '窓口', birthDate: '1990-02-30' }, 'birthDate'],
  ])('refuses %j', async (person, field) => {
    const answer = await search(person);
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ field }] } });
  });
});
