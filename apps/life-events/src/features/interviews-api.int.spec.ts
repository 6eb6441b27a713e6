import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DESK_OFFICER, startTestIssuer, type TestIssuer } from '@app/auth/testing';
import { readDeterminationRequest } from '@app/procedures';
import pg from 'pg';
import request from 'supertest';
import type { InterviewView } from '../interviews/interview-view.js';
import type { Draft } from '../interviews/interview-draft.js';
import { CasesUnderTest } from '../testing/cases-under-test.js';
import { EraseExpiredInterviews } from './erase-expired-interviews/erase-expired-interviews.service.js';

let cases: CasesUnderTest;
let issuer: TestIssuer;
let url: string;
let erasing: EraseExpiredInterviews;
const tokens = {
  citizen: '',
  neighbour: '',
  officer: '',
  colleague: '',
  elsewhere: '',
  operator: '',
};
type Who = keyof typeof tokens;

beforeAll(async () => {
  cases = await CasesUnderTest.start();
  issuer = await startTestIssuer();
  const listening = await cases.listen(issuer);
  url = listening.url;
  erasing = listening.app.get(EraseExpiredInterviews);
  const officer = { roles: DESK_OFFICER, section: 'resident', wards: ['14133'] } as const;
  tokens.citizen = await issuer.token({ sub: 'citizen-1', roles: ['citizen'] });
  tokens.neighbour = await issuer.token({ sub: 'citizen-2', roles: ['citizen'] });
  tokens.officer = await issuer.token({ ...officer, sub: 'officer-1' });
  tokens.colleague = await issuer.token({ ...officer, sub: 'officer-2' });
  tokens.elsewhere = await issuer.token({ ...officer, sub: 'officer-3', wards: ['14134'] });
  tokens.operator = await issuer.token({ roles: ['operator'] });
});
afterAll(async () => {
  await cases.stop();
  await issuer.stop();
});

const DAY_MS = 86_400_000;
let used = 0;
const as = (who: Who, call: request.Test) => call.set('authorization', `Bearer ${tokens[who]}`);
const get = (path: string, who: Who) => as(who, request(url).get(path));
const post = (path: string, who: Who, body: object = {}) =>
  as(who, request(url).post(path).send(body));
const begin = (who: Who, body: object, key = `key-${used++}`) =>
  post('/v1/interviews', who, body).set('idempotency-key', key);

/** Two adults move in from Tokyo; of one of them a register knows the insurance. */
const moveIn = {
  lifeEvent: 'move-in',
  eventDate: '2026-04-01',
  ward: { code5: '14133' },
  householdFacts: {
    from: { code5: '13112' },
    persons: [
      { id: 'p1', role: 'head', birthDate: '1985-06-01', sex: 'male', insurance: 'nhi' },
      { id: 'p2', role: 'spouse', birthDate: '1987-06-01', sex: 'female' },
    ],
  },
  fromRegister: [{ fact: 'insurance', person: 'p1' }],
};

interface Running {
  readonly path: string;
  readonly tag: string;
  readonly view: InterviewView;
}

const running = (answer: request.Response): Running => {
  const view = answer.body as InterviewView;
  return { path: `/v1/interviews/${view.id}`, tag: answer.headers['etag'] ?? '', view };
};
const started = async (who: Who = 'citizen') => running(await begin(who, moveIn).expect(201));
const answer = (of: Running, who: Who, ...answers: object[]) =>
  post(`${of.path}/answers`, who, { answers }).set('if-match', of.tag);

/** Answers 分からない until nothing is asked any more. */
async function toTheEnd(from: Running, who: Who): Promise<Running> {
  let now = from;
  while (!now.view.finished) {
    const unknown = now.view.next.map(({ fact, person }) => ({ fact, person, dontKnow: true }));
    now = running(await answer(now, who, ...unknown).expect(200));
  }
  return now;
}

describe('an interview', () => {
  it('starts with what is known: the next questions, their choices, why, and what hangs on them', async () => {
    const response = await begin('citizen', moveIn).expect(201);
    const { path, view } = running(response);
    expect(response.headers['location']).toBe(path);
    expect(view).toMatchObject({ language: 'ja', finished: false, lifeEvent: 'move-in' });
    const [first] = view.next;
    expect(first?.why.procedures.length).toBeGreaterThan(0);
    expect(first?.dontKnow.text).toBe('分からない');
    for (const { choices } of view.next) expect(choices?.length).toBeGreaterThan(1);
    expect(view.toConfirm).toMatchObject([
      { fact: 'insurance', person: 'p1', value: 'nhi', answer: { text: '国民健康保険' } },
    ]);
    const asked = view.next.map(({ fact, person }) => `${fact} ${person ?? ''}`);
    expect(asked).not.toContain('insurance p1');
  });

  it('says everything in the language that is asked for, the legal name beside it', async () => {
    const { path } = await started();
    const inEnglish = await get(path, 'citizen').set('accept-language', 'en-GB, ja;q=0.1');
    expect(inEnglish.headers['content-language']).toBe('en');
    const { result } = inEnglish.body as InterviewView;
    expect(result.procedures.map(({ name }) => name)).toContainEqual({
      text: 'Move-in notification',
      language: 'en',
      legalName: '転入届',
    });
    const plain = await get(path, 'citizen').set('accept-language', 'ja-simple');
    expect((plain.body as InterviewView).next[0]?.dontKnow.text).toBe('わからない');
    const unknown = await get(path, 'citizen').set('accept-language', 'tlh');
    expect((unknown.body as InterviewView).language).toBe('ja');
  });

  it('takes answers, lets them be changed, and goes back', async () => {
    const first = await started();
    const insurance = { fact: 'insurance', person: 'p2' };
    const second = running(await answer(first, 'citizen', { ...insurance, value: 'none' }));
    const standing = ({ view }: Running) =>
      view.result.procedures.find(({ procedureId }) => procedureId === 'nhi-enroll');
    expect(standing(second)).toMatchObject({ persons: ['p1', 'p2'] });
    const third = running(await answer(second, 'citizen', { ...insurance, value: 'employee' }));
    expect(standing(third)).toMatchObject({ persons: ['p1'] });
    const back = (of: Running) => post(`${of.path}/back`, 'citizen').set('if-match', of.tag);
    const fourth = running(await back(third).expect(200));
    expect(standing(fourth)).toEqual(standing(second));
    const fifth = running(await back(fourth).expect(200));
    expect(fifth.view.result).toEqual(first.view.result);
    expect((await back(fifth).expect(409)).body).toMatchObject({ code: 'nothing-to-undo' });
  });

  it('ends with 分からない only, and says what is settled at the counter', async () => {
    const { view, path } = await toTheEnd(await started(), 'citizen');
    expect(view.next).toEqual([]);
    expect(view.askAtCounter[0]?.text.text).toBe('窓口で確認');
    const open = view.result.procedures.filter(({ requirement }) => requirement === 'maybe');
    expect(open.length).toBeGreaterThan(0);
    expect(open.every(({ askAtCounter }) => askAtCounter)).toBe(true);
    expect((await get(path, 'citizen').expect(200)).body).toEqual(view);
  });

  it('shows the visits, what to bring and what to look at', async () => {
    const persons = moveIn.householdFacts.persons.map((one) => ({ ...one, dependentOf: 'p1' }));
    const body = { ...moveIn, householdFacts: { ...moveIn.householdFacts, persons } };
    const { view } = running(await begin('citizen', body).expect(201));
    expect(view.result.merged.visits).toMatchObject([
      { place: 'ward-office', procedures: expect.any(Array), lastDay: '2026-04-15' },
    ]);
    expect(view.result.warnings).toMatchObject([{ code: 'depends-on-self', persons: ['p1'] }]);
  });

  it('becomes the body of an application, with what is missing in it', async () => {
    const end = await toTheEnd(await started(), 'citizen');
    const chosenProcedures = ['seal-registration'];
    const draft = (await post(`${end.path}/draft`, 'citizen', { chosenProcedures }).expect(200))
      .body as Draft;
    const { application, missing } = draft;
    const { chosenProcedures: chosen, ...determinable } = application;
    expect(chosen).toEqual(chosenProcedures);
    expect(readDeterminationRequest(determinable).ok).toBe(true);
    // The contract of POST /v1/applications, as it is published.
    const openapi = JSON.parse(readFileSync('docs/openapi/applications.json', 'utf8')) as {
      components: {
        schemas: Record<string, { properties: Record<string, unknown>; required: string[] }>;
      };
    };
    const { properties, required } = openapi.components.schemas['SubmitApplicationDto']!;
    expect(Object.keys(properties)).toEqual(expect.arrayContaining(Object.keys(application)));
    const given = [...Object.keys(application), ...missing.map(({ field }) => field)];
    expect(given).toEqual(expect.arrayContaining(required));
    expect(missing).toContainEqual({ field: 'identities', persons: ['p1', 'p2'] });
    const wrong = await post(`${end.path}/draft`, 'citizen', { chosenProcedures: ['divorce'] });
    expect(wrong.body).toMatchObject({ code: 'invalid-request' });
  });
});

describe('what is refused', () => {
  it.each([
    [400, 'invalid-request', { ...moveIn, lifeEvent: 'move' }],
    [400, 'invalid-request', { ...moveIn, householdFacts: { persons: [] } }],
    [400, 'invalid-request', { ...moveIn, fromRegister: [{ fact: 'insurance', person: 'p2' }] }],
    [400, 'invalid-request', { ...moveIn, surprise: true }],
  ])('%i %s', async (status, code, body) => {
    expect((await begin('citizen', body).expect(status)).body).toMatchObject({ code });
  });

  it('names the answer that is wrong and the nearest known name', async () => {
    const at = await started();
    const wrong = await answer(at, 'citizen', { fact: 'insurence', person: 'p2', value: 'nhi' });
    expect(wrong.body).toMatchObject({
      code: 'invalid-request',
      errors: [{ field: 'answers[0].fact', code: 'unknown-field' }],
    });
    expect(JSON.stringify(wrong.body)).toContain('insurance');
  });

  it('is a change of another version than was read, and none at all', async () => {
    const at = await started();
    const say = { fact: 'insurance', person: 'p2', value: 'none' };
    await answer(at, 'citizen', say).expect(200);
    const late = await answer(at, 'citizen', { ...say, value: 'nhi' }).expect(412);
    expect(late.headers['etag']).toBe('"2"');
    const blind = await post(`${at.path}/answers`, 'citizen', { answers: [say] });
    expect(blind.body).toMatchObject({ code: 'if-match-missing' });
  });

  it('is a start without a key, or with a key that began something else', async () => {
    expect((await post('/v1/interviews', 'citizen', moveIn)).body).toMatchObject({
      code: 'idempotency-key-missing',
    });
    const first = running(await begin('citizen', moveIn, 'again').expect(201));
    const second = await begin('citizen', moveIn, 'again').expect(201);
    expect(running(second).path).toBe(first.path);
    expect(second.headers['idempotent-replayed']).toBe('true');
    const other = await begin('citizen', { ...moveIn, eventDate: '2026-04-02' }, 'again');
    expect(other.body).toMatchObject({ code: 'idempotency-key-reused' });
  });

  it('of two equal starts at once makes one interview', async () => {
    const answers = await Promise.all([1, 2].map(() => begin('citizen', moveIn, 'at-once')));
    expect(new Set(answers.map((one) => running(one).path)).size).toBe(1);
  });
});

describe('who reaches an interview', () => {
  it('is the citizen who began it, nobody else', async () => {
    const { path } = await started();
    for (const who of ['neighbour', 'officer'] as const) await get(path, who).expect(404);
    await get(path, 'operator').expect(403);
    await get('/v1/interviews/not-an-id', 'citizen').expect(404);
    const plain = await get(path, 'neighbour').set('accept-language', 'ja-simple');
    expect(plain.body).toMatchObject({ title: '見つかりません。' });
  });

  it('on behalf of a citizen are the officers of the ward', async () => {
    const { path, tag } = await started('officer');
    await get(path, 'colleague').expect(200);
    for (const who of ['elsewhere', 'citizen'] as const) await get(path, who).expect(404);
    await post(`${path}/back`, 'elsewhere').set('if-match', tag).expect(404);
    const elsewhere = await begin('elsewhere', moveIn).expect(403);
    expect(elsewhere.body).toMatchObject({ code: 'forbidden' });
  });
});

describe('what was said', () => {
  async function stored(path: string): Promise<string> {
    const client = new pg.Client({ connectionString: cases.database.adminUrl });
    await client.connect();
    try {
      const id = path.split('/').at(-1);
      const sql = 'SELECT row_to_json(i)::text AS text FROM life_events.interview i WHERE id = $1';
      return (await client.query<{ text: string }>(sql, [id])).rows[0]?.text ?? '';
    } finally {
      await client.end();
    }
  }

  it('lies sealed', async () => {
    const { path } = await started();
    const row = await stored(path);
    expect(row).toContain('14133');
    for (const word of ['1985-06-01', 'insurance', 'move-in', 'householdFacts'])
      expect(row).not.toContain(word);
  });

  it('is warned of before it expires, until somebody goes on with it', async () => {
    const { path, tag, view } = await started();
    expect(view.expiresSoon).toBe(false);
    cases.clock.advance(11 * DAY_MS - 1);
    await erasing.warn();
    const early = await get(path, 'citizen').expect(200);
    expect(early.body).toMatchObject({ expiresSoon: false });
    cases.clock.advance(1);
    expect(await erasing.warn()).toBeGreaterThan(0);
    expect(await erasing.warn()).toBe(0);
    const soon = running(await get(path, 'citizen').expect(200));
    expect(soon.view).toMatchObject({ expiresSoon: true, expiresAt: view.expiresAt });
    const dontKnow = { fact: 'insurance', person: 'p2', dontKnow: true };
    const { view: after } = running(
      await answer({ ...soon, tag }, 'citizen', dontKnow).expect(200),
    );
    expect(after.expiresSoon).toBe(false);
    expect(after.expiresAt > view.expiresAt).toBe(true);
  });

  it('is never erased without a warning, however long nobody ran', async () => {
    const { path } = await started();
    cases.clock.advance(20 * DAY_MS);
    await erasing.run();
    const late = running(await get(path, 'citizen').expect(200));
    expect(late.view.expiresSoon).toBe(true);
    cases.clock.advance(3 * DAY_MS);
    await erasing.run();
    await get(path, 'citizen').expect(404);
  });

  it('is gone when the interview expires, row and key', async () => {
    const expiring = await started();
    const sealed = await stored(expiring.path);
    cases.clock.advance(11 * DAY_MS);
    await erasing.warn();
    cases.clock.advance(3 * DAY_MS - 1);
    await get(expiring.path, 'citizen').expect(200);
    const kept = await started();
    cases.clock.advance(1);
    await get(expiring.path, 'citizen').expect(404);
    expect(sealed).not.toBe('');
    expect(await erasing.erase()).toBeGreaterThan(0);
    expect(await stored(expiring.path)).toBe('');
    const caseId = expiring.view.id;
    const keys = await cases.keyStores
      .another('life-events')
      .open([{ caseId, writer: 'life-events', reader: 'life-events' }], 'interview');
    expect(keys.isErased(caseId)).toBe(true);
    await get(kept.path, 'citizen').expect(200);
    expect(await erasing.erase()).toBe(0);
  });
});
