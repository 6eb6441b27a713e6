import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { undeclaredRoutes } from '@app/auth';
import { DESK_OFFICER, startTestIssuer, type TestIssuer } from '@app/auth/testing';
import type { CaseSnapshotData } from '@app/contracts';
import type { ProblemJson } from '@app/observability';
import type { Determination, ExplainedProcedure } from '@app/procedures';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import pg from 'pg';
import request from 'supertest';
import { CasesUnderTest } from '../testing/cases-under-test.js';
import { fictionalFiling, requestOf, type Neighbours } from '../testing/neighbours.js';

let cases: CasesUnderTest;
let issuer: TestIssuer;
let app: NestFastifyApplication;
let url: string;
const tokens = { supervisor: '', officer: '', elsewhere: '', operator: '', citizen: '' };

beforeAll(async () => {
  cases = await CasesUnderTest.start();
  issuer = await startTestIssuer();
  ({ app, url } = await cases.listen(issuer));
  const section = 'insurance';
  const wards = ['14133'];
  tokens.supervisor = await issuer.token({
    sub: 'supervisor-1',
    roles: ['supervisor'],
    section,
    wards,
  });
  tokens.officer = await issuer.token({ roles: DESK_OFFICER, section, wards });
  tokens.elsewhere = await issuer.token({ roles: ['supervisor'], section, wards: ['14134'] });
  tokens.operator = await issuer.token({ roles: ['operator'] });
  tokens.citizen = await issuer.token({ roles: ['citizen'] });
});
afterAll(async () => {
  await cases.stop();
  await issuer.stop();
});

type Who = keyof typeof tokens;
const get = (path: string, who: Who) =>
  request(url).get(path).set('authorization', `Bearer ${tokens[who]}`);
const post = (path: string, who: Who, body: object) =>
  request(url).post(path).set('authorization', `Bearer ${tokens[who]}`).send(body);

async function openedBirth(): Promise<Neighbours> {
  const others = cases.newCase();
  expect(await cases.apply(await others.submit(fictionalFiling('birth')))).toEqual([]);
  return others;
}

/** A birth whose registration was refused: everything behind it is held. */
async function held(): Promise<{ path: string; others: Neighbours; view: CaseSnapshotData }> {
  const others = await openedBirth();
  const path = `/v1/cases/${others.caseId}`;
  const opened = (await get(path, 'operator')).body as CaseSnapshotData;
  const registration = opened.tasks.find((task) => task.procedureId === 'birth-registration');
  if (registration === undefined) throw new Error('A birth is registered.');
  for (const status of ['IN_REVIEW', 'REJECTED'] as const)
    await cases.apply(await others.task('resident', registration, status));
  return { path, others, view: (await get(path, 'operator')).body as CaseSnapshotData };
}

const taskId = (view: CaseSnapshotData, procedureId: string): string =>
  view.tasks.find((task) => task.procedureId === procedureId)?.taskId ?? '';

describe('the routes of life-events', () => {
  it('all say who may call them', () => {
    expect(undeclaredRoutes(app)).toEqual([]);
  });
});

describe('POST /v1/determinations', () => {
  const body = requestOf(fictionalFiling('birth'));

  it('answers what is needed, to anybody who is signed in, and stores nothing', async () => {
    const answer = await post('/v1/determinations', 'citizen', body).expect(200);
    expect(answer.body).toMatchObject({ evaluatedOn: '2025-10-20', ruleSet: expect.any(String) });
    const { procedures } = answer.body as Determination;
    const ids = procedures.map(({ procedureId }) => procedureId);
    expect(ids).toContain('child-allowance-claim');
    await request(url).post('/v1/determinations').send(body).expect(401);
  });

  it('says on request why each procedure is proposed or not', async () => {
    const answer = await post('/v1/determinations', 'officer', { ...body, explain: true });
    const { explanation } = answer.body as { explanation: readonly ExplainedProcedure[] };
    const found = explanation.find((one) => one.procedureId === 'low-birth-weight-notification');
    expect(found).toMatchObject({ standing: 'not-proposed', rows: [{ row: 'BI-13' }] });
    expect(found?.rows[0]?.failed).toBe('birthWeightGram < 2500');
    const plain = await post('/v1/determinations', 'officer', { ...body, explain: false });
    expect(plain.body).not.toHaveProperty('explanation');
    await post('/v1/determinations', 'officer', { ...body, explain: 'yes' }).expect(400);
  });

  it('names every wrong field and the nearest known one', async () => {
    const householdFacts = { ...body.householdFacts, birthplace: 'domestic' };
    const wrong = { ...body, householdFacts, eventDate: '2025-02-30' };
    const answer = await post('/v1/determinations', 'officer', wrong).expect(400);
    const problem = answer.body as ProblemJson;
    expect(problem).toMatchObject({ code: 'invalid-request' });
    expect(problem.errors).toContainEqual(expect.objectContaining({ field: 'eventDate' }));
    expect(problem.errors).toContainEqual(
      expect.objectContaining({
        field: 'householdFacts.birthplace',
        message: expect.stringContaining('birthPlace'),
      }),
    );
  });

  it('refuses a day whose deadlines lie beyond the known holidays', async () => {
    const late = { ...body, eventDate: '2050-12-25' };
    const answer = await post('/v1/determinations', 'citizen', late).expect(400);
    expect((answer.body as ProblemJson).errors).toEqual([
      expect.objectContaining({ field: 'eventDate', code: 'outside-calendar' }),
    ]);
  });
});

describe('GET /v1/cases/{id}', () => {
  it('shows the case with its version to officers of its ward, without names', async () => {
    const { caseId } = await openedBirth();
    for (const who of ['officer', 'supervisor'] as const) {
      const answer = await get(`/v1/cases/${caseId}`, who).expect(200);
      expect(answer.headers['etag']).toBe('"1"');
      expect(answer.body).toMatchObject({ caseId, status: 'OPEN', reference: '7KQ2M-X9D4TR' });
      expect(answer.text).not.toContain('𠮷田');
    }
  });

  it('shows operations how far it is, and nothing that it tells about the household', async () => {
    const { caseId } = await openedBirth();
    const answer = await get(`/v1/cases/${caseId}`, 'operator').expect(200);
    const { tasks, ...view } = answer.body as CaseSnapshotData;
    expect(view).toMatchObject({ reference: null, questions: [], maybe: [], referrals: [] });
    expect(view).toMatchObject({ withheld: ['reference', 'circumstances'] });
    expect(tasks.length).toBeGreaterThan(0);
    expect(tasks.every(({ persons }) => persons.length === 0)).toBe(true);
  });

  it('is not there for another ward, for nobody’s id, and closed to citizens', async () => {
    const { caseId } = await openedBirth();
    const refused = await get(`/v1/cases/${caseId}`, 'elsewhere').expect(404);
    expect(refused.body).toMatchObject({ code: 'not-found' });
    await get('/v1/cases/no-uuid', 'officer').expect(404);
    await get(`/v1/cases/${caseId}`, 'citizen').expect(403);
  });
});

describe('POST /v1/cases/{id}/resolutions', () => {
  const reason = '父の届出が別にあるため。';

  it('releases a held task and keeps who decided and why, sealed', async () => {
    const { path, others, view } = await held();
    expect(view).toMatchObject({ status: 'ON_HOLD', version: 3 });
    const id = taskId(view, 'nhi-enroll');
    const answer = await post(`${path}/resolutions`, 'supervisor', {
      taskId: id,
      decision: 'release',
      reason,
    })
      .set('if-match', '"3"')
      .expect(201);
    expect(answer.headers['etag']).toBe('"4"');
    expect((answer.body as CaseSnapshotData).tasks.find((t) => t.taskId === id)?.held).toBeNull();
    const said = await cases.said(others.caseId);
    expect(said.slice(-2)).toMatchObject([
      { type: 'insurance.release-task', data: { taskId: id } },
      { type: 'case.changed', data: { version: 4 } },
    ]);
    const [kept] = await resolutionsOf(others.caseId);
    expect(kept).toMatchObject({
      decision: 'release',
      decided_by: 'supervisor-1',
      case_version: 4,
    });
    expect(kept?.reason).toMatch(/^ey/);
  });

  it('has a cancelled task withdrawn', async () => {
    const { path, others, view } = await held();
    const body = { taskId: taskId(view, 'child-allowance-claim'), decision: 'cancel', reason };
    await post(`${path}/resolutions`, 'supervisor', body).set('if-match', '"3"').expect(201);
    expect((await cases.said(others.caseId)).at(-2)).toMatchObject({
      type: 'childcare.withdraw-task',
      data: { reason: 'resolution' },
    });
  });

  it('is refused, and changes nothing, for an old version, a task that is not held, or the wrong person', async () => {
    const { path, others, view } = await held();
    const before = await cases.said(others.caseId);
    const body = { taskId: taskId(view, 'nhi-enroll'), decision: 'release', reason };
    const send = (who: Who, sent: object, version?: string) => {
      const sending = post(`${path}/resolutions`, who, sent);
      return version === undefined ? sending : sending.set('if-match', version);
    };
    expect((await send('supervisor', body)).body).toMatchObject({ code: 'if-match-missing' });
    const old = await send('supervisor', body, '"2"').expect(412);
    expect(old.headers['etag']).toBe('"3"');
    const free = { ...body, taskId: taskId(view, 'birth-registration') };
    const refused = await send('supervisor', free, '"3"').expect(409);
    expect(refused.body).toMatchObject({ code: 'nothing-to-resolve' });
    await send('supervisor', { ...body, decision: 'perhaps' }, '"3"').expect(400);
    await send('officer', body, '"3"').expect(403);
    await send('elsewhere', body, '"3"').expect(404);
    expect(await cases.said(others.caseId)).toEqual(before);
    expect(await resolutionsOf(others.caseId)).toEqual([]);
  });

  it('of two at once lets one through', async () => {
    const { path, others, view } = await held();
    const body = { taskId: taskId(view, 'nhi-enroll'), decision: 'release', reason };
    const answers = await Promise.all(
      [1, 2].map(() => post(`${path}/resolutions`, 'supervisor', body).set('if-match', '"3"')),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 412]);
    expect(await resolutionsOf(others.caseId)).toHaveLength(1);
  });
});

interface ResolutionRow {
  decision: string;
  decided_by: string;
  case_version: number;
  reason: string;
}

async function resolutionsOf(caseId: string): Promise<ResolutionRow[]> {
  const client = new pg.Client({ connectionString: cases.database.adminUrl });
  await client.connect();
  try {
    const sql = 'SELECT * FROM life_events.resolution WHERE case_id = $1';
    return (await client.query<ResolutionRow>(sql, [caseId])).rows;
  } finally {
    await client.end();
  }
}
