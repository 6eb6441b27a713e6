import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CaseChangedV1 } from '@app/contracts';
import { PersonIndex } from '@app/privacy';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import request from 'supertest';
import {
  applicationsUnderTest,
  type ApplicationsUnderTest,
} from '../testing/applications-under-test.js';

interface Filing {
  ward: { code5: string };
  identities: { person: string; familyName: string }[];
  householdFacts: { persons: { id: string; birthDate: string }[] };
}

let app: ApplicationsUnderTest;
let token: string;
let template: Filing;

beforeAll(async () => {
  app = await applicationsUnderTest();
  token = await app.tokenOf('citizen-1');
  template = JSON.parse(await readFile('test/examples/filings/birth.json', 'utf8')) as Filing;
});
afterAll(() => app.stop());

async function filed(filing: Filing): Promise<{ applicationId: string; caseId: string }> {
  const answer = await request(app.url)
    .post('/v1/applications')
    .set({ authorization: `Bearer ${token}`, 'idempotency-key': randomUUID() })
    .send(filing)
    .expect(202);
  return answer.body as { applicationId: string; caseId: string };
}

const view = async (id: string): Promise<Record<string, unknown>> => {
  const get = request(app.url).get(`/v1/applications/${id}`);
  return (await get.set('authorization', `Bearer ${token}`).expect(200)).body as never;
};

async function wardInTable(id: string): Promise<string | undefined> {
  const sql = 'SELECT ward FROM application WHERE id = $1';
  return (await app.administrator.query<{ ward: string }>(sql, [id]))[0]?.ward;
}

const named = (familyName: string): Filing => ({
  ...template,
  identities: template.identities.map((identity, at) =>
    at === 0 ? { ...identity, familyName, familyNameKana: familyName } : identity,
  ),
});

describe('a filing that names a protected person', () => {
  it('lies in no ward from its first row and event on, and its owner sees it as it was filed', async () => {
    const filing = named('窓守');
    const { person, ...names } = filing.identities[0]!;
    const { birthDate } = filing.householdFacts.persons.find(({ id }) => id === person)!;
    const index = new PersonIndex(app.personIndexKey).of({ ...names, birthDate });
    await app.protect(index);
    const [hidden, open] = [await filed(filing), await filed(named('無関係'))];
    const rows = await app.administrator.query<{ payload: Buffer }>(
      'SELECT payload FROM outbox WHERE key = ANY ($1) ORDER BY key = $2 DESC',
      [[hidden.caseId, open.caseId], hidden.caseId],
    );
    const events = rows.map(
      ({ payload }) =>
        JSON.parse(payload.toString()) as { data: Record<string, unknown>; sealed: string },
    );
    expect(events.map(({ data }) => data['ward'])).toEqual(['protected', template.ward.code5]);
    expect(Buffer.from(events[0]!.sealed.split('.')[3]!, 'base64url')).toHaveLength(16_384);
    const views = [await view(hidden.applicationId), await view(open.applicationId)];
    expect(views.map(({ ward }) => ward)).toEqual([template.ward.code5, template.ward.code5]);
  });
});

describe('an application whose case comes under a protection', () => {
  it('loses its ward in the table, not for its owner', async () => {
    const { applicationId, caseId } = await filed(named('後日'));
    const example = CaseChangedV1.example;
    await app.publish({ ...example, applicationId, caseId, version: 7, ward: 'protected' });
    await app.settle();
    expect(await wardInTable(applicationId)).toBe('protected');
    expect(await view(applicationId)).toMatchObject({ ward: template.ward.code5, version: 7 });
  });
});
