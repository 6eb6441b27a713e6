import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CASE_ACCESSED, CaseErasedV1, type CaseAccess } from '@app/contracts';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import request from 'supertest';
import {
  applicationsUnderTest,
  type ApplicationsUnderTest,
} from '../../testing/applications-under-test.js';
import type { AccessPageDto } from './accesses.dto.js';

let app: ApplicationsUnderTest;
let token: string;

beforeAll(async () => {
  app = await applicationsUnderTest();
  token = await app.tokenOf('citizen-1');
});
afterAll(() => app.stop());

async function filed(): Promise<{ applicationId: string; caseId: string }> {
  const answer = await request(app.url)
    .post('/v1/applications')
    .set({ authorization: `Bearer ${token}`, 'idempotency-key': randomUUID() })
    .send(JSON.parse(await readFile('test/examples/filings/birth.json', 'utf8')) as object)
    .expect(202);
  return answer.body as { applicationId: string; caseId: string };
}

const READ: CaseAccess = {
  ...{ firstAt: '2026-11-20T01:00:00.000001Z', lastAt: '2026-11-20T01:00:00.000001Z', times: 1 },
  ...{ section: 'childcare', role: 'reviewer', purpose: 'review', action: 'task.read' },
  dataKinds: ['facts', 'identity'],
};
const at = (instant: string): Pick<CaseAccess, 'firstAt' | 'lastAt'> => ({
  firstAt: instant,
  lastAt: instant,
});

async function told(caseId: string, ...accesses: CaseAccess[]): Promise<void> {
  await app.say(CASE_ACCESSED['life-events'], { caseId, accesses });
  await app.settle();
}

const get = (id: string, query = '', as = token) =>
  request(app.url)
    .get(`/v1/applications/${id}/accesses${query}`)
    .set('authorization', `Bearer ${as}`);
const page = async (id: string, query = ''): Promise<AccessPageDto> =>
  (await get(id, query).expect(200)).body as AccessPageDto;

describe('a citizen who asks who looked at their case', () => {
  it('reads section, role, purpose and kinds of data in words, Japanese first', async () => {
    const { applicationId, caseId } = await filed();
    expect(await page(applicationId)).toEqual({ items: [], nextCursor: null });
    await told(caseId, READ);
    expect((await page(applicationId)).items).toEqual([
      {
        ...at('2026-11-20T01:00:00.000001Z'),
        times: 1,
        section: { code: 'childcare', nameJa: '児童家庭課', nameEn: 'Childcare section' },
        role: { code: 'reviewer', nameJa: '審査', nameEn: 'reviewer' },
        purpose: { code: 'review', nameJa: '審査', nameEn: 'review' },
        action: { code: 'task.read', nameJa: '一件の内容を見る', nameEn: 'read a task' },
        dataKinds: [
          { code: 'facts', nameJa: '世帯の事実', nameEn: 'facts of the household' },
          {
            code: 'identity',
            nameJa: '氏名・生年月日・住所',
            nameEn: 'names, dates of birth, addresses',
          },
        ],
      },
    ]);
    await told(caseId, { ...READ, section: null, role: 'operator', action: 'from.tomorrow' });
    expect((await page(applicationId)).items).toContainEqual(
      expect.objectContaining({
        section: { code: 'city', nameJa: '市全体の担当', nameEn: 'Staff of the whole city' },
        action: { code: 'from.tomorrow', nameJa: 'from.tomorrow', nameEn: 'from.tomorrow' },
      }),
    );
  });

  it('reads equal ones of a day of Japan as one, the newest first, page by page', async () => {
    const { applicationId, caseId } = await filed();
    const [last, nextDay] = ['2026-11-20T14:59:59.999999Z', '2026-11-20T15:00:00.000000Z'];
    await told(caseId, READ, { ...READ, action: 'task.list', ...at('2026-11-19T03:00:00Z') });
    await told(caseId, { ...READ, times: 3, ...at(last) }, { ...READ, ...at(nextDay) });
    const all = await page(applicationId);
    expect(all.items.map(({ firstAt, lastAt, times }) => [firstAt, lastAt, times])).toEqual([
      [nextDay, nextDay, 1],
      [READ.firstAt, last, 4],
      ['2026-11-19T03:00:00.000000Z', '2026-11-19T03:00:00.000000Z', 1],
    ]);
    const paged = [];
    for (let query = '?limit=1', next: string | null = ''; next !== null;) {
      const { items, nextCursor } = await page(applicationId, query);
      paged.push(...items);
      query = `?limit=1&cursor=${(next = nextCursor)}`;
    }
    expect(paged).toEqual(all.items);
    for (const cursor of ['x', Buffer.from('2026-13-01T00:00:00.000000Z x').toString('base64url')])
      await get(applicationId, `?cursor=${cursor}`).expect(400);
  });

  it('reads of no other citizen’s case', async () => {
    const { applicationId, caseId } = await filed();
    await told(caseId, READ);
    const stranger = await app.tokenOf('citizen-2');
    await get(applicationId, '', stranger).expect(404);
    await get(randomUUID(), '', stranger).expect(404);
  });

  it('finds nothing once the case is erased, and nothing that comes later is kept', async () => {
    const { applicationId, caseId } = await filed();
    await told(caseId, READ);
    await app.say(CaseErasedV1, { caseId, applicationId, erasedAt: '2026-11-21T00:00:00Z' });
    await app.settle();
    await told(caseId, { ...READ, ...at('2026-11-21T02:00:00Z') });
    const rows = await app.administrator.query('SELECT FROM case_access WHERE case_id = $1', [
      caseId,
    ]);
    expect(rows).toHaveLength(0);
    expect((await get(applicationId).expect(410)).body).toMatchObject({ code: 'case-erased' });
  });
});
