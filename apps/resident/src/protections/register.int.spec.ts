import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ApprovalDto } from '@app/four-eyes';
import { randomUUID } from 'node:crypto';
import {
  registerUnderTest,
  type RegisterCaller,
  type RegisterUnderTest,
} from '../testing/register-under-test.js';
import type { ProtectionPageDto } from '../features/list-protections/list-protections.dto.js';
import type { ProtectionDto } from './protection.dto.js';

let register: RegisterUnderTest;
let keeper: RegisterCaller;
let outsider: RegisterCaller;
let [supervisor, other]: RegisterCaller[] = [];

beforeAll(async () => {
  register = await registerUnderTest();
  keeper = await register.as('keeper', 'decider', 'protected-persons');
  outsider = await register.as('outsider', 'decider', 'supervisor');
  supervisor = await register.as('supervisor', 'supervisor', 'protected-persons');
  other = await register.as('other-supervisor', 'supervisor', 'protected-persons');
});
afterAll(() => register.stop());

const AT = '/protections';
const hanako = (familyName: string) => ({
  ...{ familyName, givenName: '花子', familyNameKana: 'マドモリ', givenNameKana: 'ショウコ' },
  birthDate: '1990-02-03',
});
const decided = (familyName: string, change: object = {}) => ({
  persons: [hanako(familyName), { familyName, givenName: '太郎', birthDate: '2020-05-05' }],
  addresses: ['川崎市高津区架空台4丁目5-6 マドグチハイツ702'],
  kinds: ['inspection', 'certificate'],
  decision: { date: '2026-04-06', number: '区民第12号' },
  startsOn: '2026-04-06',
  ...change,
});

async function entered(familyName: string, change: object = {}): Promise<ProtectionDto> {
  const answer = await keeper.post(AT, decided(familyName, change));
  expect(answer.status).toBe(201);
  return answer.body;
}
const ifMatch = ({ version }: { version: number }) => ({ 'if-match': `"${version}"` });

describe('entering a protection', () => {
  it('keeps it sealed and says its whole state at once, naming nobody', async () => {
    const view = await entered('窓守');
    expect(view).toMatchObject({
      ...{ version: 1, effect: 'in-force', endsOn: '2027-04-05', dueForReview: false },
      ...{ extensibleFrom: '2027-03-05', addresses: decided('').addresses },
    });
    const [said, ...more] = await register.said(view.id);
    expect(more).toEqual([]);
    expect(said).toMatchObject({ protectionId: view.id, version: 1, effect: 'in-force' });
    const found = register.index.of({ ...hanako('窓守'), givenNameKana: 'シヨウコ' });
    expect(said?.['personIndex']).toEqual(expect.arrayContaining(found));
    const rows = await register.database.administrator.query<{ row: string }>(
      `SELECT p::text AS row FROM protection AS p WHERE id = '${view.id}'
       UNION ALL SELECT encode(payload, 'escape') FROM outbox WHERE key = '${view.id}'`,
    );
    expect(rows).toHaveLength(2);
    expect(JSON.stringify(rows)).not.toMatch(/窓守|花子|架空台|区民第/);
  });

  it('does it once for one key, and refuses the key for another', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const first = await keeper.post(AT, decided('再送'), headers);
    const again = await keeper.post(AT, decided('再送'), headers);
    expect(again.body).toEqual(first.body);
    expect(again.headers['idempotent-replayed']).toBe('true');
    const otherwise = await keeper.post(AT, decided('再送', { kinds: ['certificate'] }), headers);
    expect(otherwise).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
    expect(await register.said(first.body.id)).toHaveLength(1);
  });

  it('refuses what would protect nobody', async () => {
    const answer = await keeper.post(AT, decided('窓守', { addresses: ['川崎市'] }));
    expect(answer).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'addresses[0]', code: 'not-recognisable' }] },
    });
  });

  it('is for who may see protected persons alone; to others there is nothing', async () => {
    const { id, version } = await entered('存在');
    expect((await outsider.post(AT, decided('窓守'))).body.code).toBe('forbidden');
    expect((await outsider.get<ProtectionPageDto>(AT)).body).toEqual({
      items: [],
      nextCursor: null,
    });
    const found = await outsider.post<ProtectionPageDto>(`${AT}/search`, hanako('存在'));
    expect(found.body.items).toEqual([]);
    const tried = [
      await outsider.get(`${AT}/${id}`),
      await outsider.post(
        `${AT}/${id}/extension`,
        { decision: decided('').decision },
        ifMatch({ version }),
      ),
      await outsider.post(
        `${AT}/${id}/addresses`,
        { addresses: ['架空1-1'] },
        ifMatch({ version }),
      ),
      await outsider.post(`${AT}/${id}/lifting`, { reason: 'person-asked' }),
    ];
    expect(tried.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
    const centre = await register.as('centre', 'centre', 'protected-persons');
    expect((await centre.get(AT)).status).toBe(403);
  });

  it('has a key that the sweep of orphans leaves alone', async () => {
    const { id } = await entered('鍵守');
    expect(await register.keptBySweep(id)).toBe(true);
    expect(await register.keptBySweep(randomUUID())).toBe(false);
  });

  it('writes down who saw which', async () => {
    const { id } = await entered('記録');
    await keeper.get(`${AT}/${id}`);
    const rows = await register.database.administrator.query<{ action: string }>(
      'SELECT action, purpose, outcome FROM access_record WHERE record_id = $1 ORDER BY at',
      [id],
    );
    expect(rows).toEqual([
      { action: 'protection.enter', purpose: 'protection', outcome: 'granted' },
      { action: 'protection.read', purpose: 'protection', outcome: 'granted' },
    ]);
  });
});

describe('finding a protection', () => {
  it('takes kana and old characters for what they are, and nothing for its like', async () => {
    const { id } = await entered('渡邉󠄁');
    const ids = async (person: object): Promise<string[]> => {
      const answer = await keeper.post<ProtectionPageDto>(`${AT}/search`, person);
      expect(answer.status).toBe(200);
      return answer.body.items.map((item) => item.id);
    };
    expect(await ids({ familyName: '渡辺', givenName: '花子', birthDate: '1990-02-03' })).toEqual([
      id,
    ]);
    expect(await ids({ familyName: '渡部', givenName: '花子', birthDate: '1990-02-03' })).toEqual(
      [],
    );
    expect(await ids({ ...hanako('渡部'), givenNameKana: 'しようこ' })).toContain(id);
  });

  it('lists what ends first first, and what is due', async () => {
    const [late, early] = [
      await entered('後者', { startsOn: '2031-02-01' }),
      await entered('先者', { startsOn: '2030-06-01' }),
    ];
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const { body } = await keeper.get<ProtectionPageDto>(`${AT}?limit=2${query}`);
      seen.push(...body.items.map(({ id }) => id));
      cursor = body.nextCursor;
    }
    expect(seen.indexOf(early.id)).toBeGreaterThan(0);
    expect(seen.slice(seen.indexOf(early.id))).toEqual([early.id, late.id]);
    expect((await keeper.get<ProtectionPageDto>(`${AT}?due=true`)).body.items).toEqual([]);
    expect((await keeper.get(`${AT}?cursor=bm9uZQ`)).body.code).toBe('invalid-cursor');
  });
});

describe('extending a protection', () => {
  it('is possible from a month before its end, and one that is over protects until then', async () => {
    const decision = { date: '2027-03-10', number: '区民第99号' };
    const view = await entered('延長');
    const path = `${AT}/${view.id}/extension`;
    expect((await keeper.post(path, { decision }, ifMatch(view))).body.code).toBe(
      'extension-too-early',
    );
    register.clock.set(new Date('2027-05-01T10:00:00+09:00'));
    const due = await keeper.get<ProtectionPageDto>(`${AT}?due=true&limit=100`);
    expect(due.body.items).toContainEqual(
      expect.objectContaining({ id: view.id, effect: 'in-force', dueForReview: true }),
    );
    expect((await keeper.post(path, { decision }, {})).body.code).toBe('if-match-missing');
    expect((await keeper.post(path, { decision }, ifMatch({ version: 7 }))).status).toBe(412);
    const extended = await keeper.post(path, { decision }, ifMatch(view));
    expect(extended.body).toMatchObject({ version: 2, endsOn: '2028-04-05', dueForReview: false });
    expect(extended.body.decisions.at(-1)).toEqual(decision);
    expect((await register.said(view.id)).at(-1)).toMatchObject({
      version: 2,
      endsOn: '2028-04-05',
    });
    register.clock.set(new Date('2026-04-06T10:00:00+09:00'));
  });

  it('hides a new address beside the old one', async () => {
    const view = await entered('転居');
    const added = await keeper.post(
      `${AT}/${view.id}/addresses`,
      { addresses: ['川崎市中原区架空町7-8'] },
      ifMatch(view),
    );
    expect(added.body.addresses).toEqual([...view.addresses, '川崎市中原区架空町7-8']);
    const said = (await register.said(view.id)).at(-1)?.['personIndex'];
    for (const address of added.body.addresses)
      expect(said).toEqual(expect.arrayContaining(register.index.ofAddress(address)));
  });

  it('never lets an address go for a new one: what is too much is refused', async () => {
    const numbered = (from: number, count: number): string[] =>
      Array.from({ length: count }, (_none, at) => `川崎市中原区架空町${from + at}-1`);
    const view = await entered('多数', { addresses: numbered(1, 19) });
    const path = `${AT}/${view.id}/addresses`;
    const refused = await keeper.post(path, { addresses: numbered(30, 2) }, ifMatch(view));
    expect(refused).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'addresses', code: 'too-many' }] },
    });
    expect(await register.said(view.id)).toHaveLength(1);
    const added = await keeper.post(path, { addresses: numbered(30, 1) }, ifMatch(view));
    expect(added.body.addresses).toEqual([...numbered(1, 19), ...numbered(30, 1)]);
  });

  it('is not possible for one that is not there', async () => {
    const path = `${AT}/${randomUUID()}/addresses`;
    const body = { addresses: ['川崎市中原区架空町7-8'] };
    expect((await keeper.post(path, body, ifMatch({ version: 1 }))).status).toBe(404);
  });
});

describe('lifting a protection', () => {
  const reason = { reason: 'person-asked' };

  it('takes two people, and until then it stands', async () => {
    const { id } = await entered('解除');
    expect((await keeper.post(`${AT}/${id}/lifting`, reason)).status).toBe(403);
    const asked = await supervisor!.post<ApprovalDto>(`${AT}/${id}/lifting`, reason);
    expect(asked).toMatchObject({ status: 202, body: { state: 'REQUESTED', subjectId: id } });
    const approval = asked.headers['location']!.replace('/v1/resident', '');
    expect((await supervisor!.post(`${approval}/approval`, {})).body.code).toBe('own-approval');
    expect((await outsider.post(`${approval}/approval`, {})).status).toBe(404);
    expect((await keeper.get(`${AT}/${id}`)).body.effect).toBe('in-force');
    expect(await register.said(id)).toHaveLength(1);
    const approved = await other!.post<ApprovalDto>(`${approval}/approval`, {});
    expect(approved).toMatchObject({ status: 200, body: { state: 'DONE' } });
    expect((await keeper.get(`${AT}/${id}`)).body).toMatchObject({ effect: 'lifted', version: 2 });
    expect((await register.said(id)).map(({ effect }) => effect)).toEqual(['in-force', 'lifted']);
    const later = await supervisor!.post(`${AT}/${id}/lifting`, reason);
    expect(later).toMatchObject({ status: 409, body: { code: 'protection-lifted' } });
  });

  it('does not happen to one that is refused', async () => {
    const { id } = await entered('却下');
    const asked = await supervisor!.post<ApprovalDto>(`${AT}/${id}/lifting`, reason);
    await other!.post(`/approvals/${asked.body.id}/refusal`, {});
    expect((await keeper.get(`${AT}/${id}`)).body.effect).toBe('in-force');
    expect(await register.said(id)).toHaveLength(1);
  });
});
