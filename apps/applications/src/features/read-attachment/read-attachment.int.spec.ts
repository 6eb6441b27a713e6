import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { TestClaims } from '@app/auth/testing';
import { CaseErasedV1, PROTECTED_WARD } from '@app/contracts';
import type { Delivery } from '@app/messaging';
import { roleOf } from '@app/persistence';
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import request from 'supertest';
import type { AttachmentDto } from '../../attachments/attachment.dto.js';
import { EraseApplicationWhenCaseErasedConsumer } from '../erase-application/erase-application-when-case-erased.consumer.js';
import { ScanAttachments } from '../scan-attachments/scan-attachments.service.js';
import {
  applicationsUnderTest,
  type ApplicationsUnderTest,
} from '../../testing/applications-under-test.js';
import { attach, taskAtHand, type TaskAtHand } from '../../testing/attaching.js';
import { EICAR, clamdPeer, type ClamdPeer } from '../../testing/clamd-peer.js';
import { pdfOf } from '../../testing/files.js';

const CONTENT = pdfOf('for the section');

let peer: ClamdPeer;
let app: ApplicationsUnderTest;
let citizen: string;

beforeAll(async () => {
  peer = await clamdPeer();
  app = await applicationsUnderTest({ files: { maxBytes: 1024 * 1024, scanner: peer.address } });
  citizen = await app.tokenOf('citizen-1');
});
afterAll(async () => {
  await app.stop();
  await peer.stop();
});

/** A task with one attachment that was scanned. */
async function scanned(to: TaskAtHand, content = CONTENT): Promise<string> {
  const answer = await attach(app, to, citizen, { content });
  const { attachmentId } = answer.body as AttachmentDto;
  const states = () =>
    app.administrator.query<{ state: string }>('SELECT state FROM attachment WHERE id = $1', [
      attachmentId,
    ]);
  const waits = async () => ['RECEIVED', 'SCANNING'].includes((await states())[0]!.state);
  for (let left = 100; left > 0 && (await waits()); left--) {
    await app.get(ScanAttachments).scanDue();
    await wait(20);
  }
  return attachmentId;
}

const officerOf = (ward: string, claims: Partial<TestClaims> = {}): Promise<string> =>
  app.token({
    sub: 'officer-1',
    roles: ['reviewer'],
    section: 'childcare',
    wards: [ward],
    ...claims,
  });

const get = (path: string, token: string) =>
  request(app.url)
    .get(path)
    .set({ authorization: `Bearer ${token}`, 'madoguchi-purpose': 'review' });

describe('an attachment', () => {
  let task: TaskAtHand;
  let id: string;
  beforeAll(async () => {
    task = await taskAtHand(app, citizen);
    id = await scanned(task);
  });

  it('is listed for and opened by the officers of its task’s section and ward, and each reading is written down', async () => {
    const officer = await officerOf(task.snapshot.ward);
    const list = await get(task.path, officer);
    expect(list.body).toMatchObject({ items: [{ attachmentId: id, state: 'CLEAN' }] });
    const answer = await get(`${task.path}/${id}/content`, officer);
    expect([answer.status, String(answer.body)]).toEqual([200, String(CONTENT)]);
    const rows = await app.administrator.query(
      `SELECT action, actor, section, purpose, case_id, record_id, data_kinds FROM access_record
       WHERE actor = 'officer-1' AND outcome = 'granted' ORDER BY action`,
    );
    const by = { actor: 'officer-1', section: 'childcare', purpose: 'review' };
    const about = { case_id: task.caseId, data_kinds: ['documents'] };
    expect(rows).toEqual([
      { action: 'attachment.list', ...by, ...about, record_id: task.taskId },
      { action: 'attachment.read', ...by, ...about, record_id: id },
    ]);
  });

  it.each<[string, Partial<TestClaims>]>([
    ['another section', { section: 'insurance' }],
    ['another ward', { wards: ['14137'] }],
    ['no ward', { wards: [] }],
  ])('is not there for %s', async (_who, claims) => {
    const officer = await officerOf(task.snapshot.ward, claims);
    const nowhere = `/v1/applications/${randomUUID()}/tasks/${randomUUID()}/attachments`;
    for (const path of ['', `/${id}/content`]) {
      const [there, none] = [
        await get(task.path + path, officer),
        await get(nowhere + path, officer),
      ];
      const withoutInstance = ({ body }: request.Response) => ({
        ...(body as object),
        instance: '',
      });
      expect([there.status, withoutInstance(there)]).toEqual([404, withoutInstance(none)]);
    }
  });

  it.each([
    'reception',
    'centre',
    'ward-transfer',
    'protected-persons',
    'operator',
    'auditor',
  ] as const)('is not opened by the role %s', async (role) => {
    const officer = await officerOf(task.snapshot.ward, { roles: [role] });
    expect((await get(`${task.path}/${id}/content`, officer)).status).toBe(403);
  });

  it('is not found under another task, nor by a name that is no id', async () => {
    const other = await taskAtHand(app, citizen);
    for (const path of [
      `${other.path}/${id}/content`,
      `${task.path}/${randomUUID()}/content`,
      `${task.path}/x/content`,
    ])
      expect((await get(path, citizen)).status).toBe(404);
  });

  it('of a case with a protected person is there for who may see those, and nobody else at the desk', async () => {
    const hidden = await taskAtHand(app, citizen, { ward: PROTECTED_WARD });
    const path = `${hidden.path}/${await scanned(hidden)}/content`;
    const ward = task.snapshot.ward;
    expect((await get(path, await officerOf(ward))).status).toBe(404);
    const allowed = await officerOf(ward, { roles: ['reviewer', 'protected-persons'] });
    expect((await get(path, allowed)).status).toBe(200);
    expect((await get(path, citizen)).status).toBe(200);
    await app.publish({ ...task.snapshot, version: 9, ward: PROTECTED_WARD });
    await app.settle();
    expect((await get(`${task.path}/${id}/content`, await officerOf(ward))).status).toBe(404);
    await app.publish({ ...task.snapshot, version: 10 });
    await app.settle();
  });

  it('that a byte of was changed in the database is not given', async () => {
    const broken = await scanned(task, pdfOf('to be changed'));
    await app.administrator.query(
      'UPDATE attachment_piece SET content = set_byte(content, 100, get_byte(content, 100) # 1) WHERE attachment_id = $1',
      [broken],
    );
    expect((await get(`${task.path}/${broken}/content`, citizen)).status).toBe(500);
  });

  it('is there for raw SQL of a reader only when it is clean, and of the wards that were named', async () => {
    const infected = await scanned(task, pdfOf(EICAR));
    const waiting = randomUUID();
    await app.administrator.query(
      `INSERT INTO attachment SELECT (jsonb_populate_record(a, jsonb_build_object('id', $2::text, 'state', 'RECEIVED', 'next_try_at', '2099-01-01'))).*
       FROM attachment AS a WHERE id = $1`,
      [id, waiting],
    );
    await app.administrator.query(
      `INSERT INTO attachment_piece SELECT $2, place, content FROM attachment_piece WHERE attachment_id = $1`,
      [id, waiting],
    );
    const seen = (wards: string[], subjects: string[] = []) =>
      app.runtime.uow.run({ role: 'api', keys: [], wards, subjects }, async (tx) => {
        const all = await tx.query<{ id: string }>(
          'SELECT id FROM attachment WHERE application_id = $1',
          [task.applicationId],
        );
        const ids = [id, infected, waiting];
        const pieces = await tx.query<{ id: string }>(
          'SELECT attachment_id AS id FROM attachment_piece WHERE attachment_id = ANY ($1::uuid[])',
          [ids],
        );
        return [all.length > 0, pieces.map((piece) => piece.id)];
      });
    expect(await seen([task.snapshot.ward])).toEqual([true, [id]]);
    expect(await seen([], ['citizen-1'])).toEqual([true, [id]]);
    expect(await seen(['14137'])).toEqual([false, []]);
    expect(await seen([], ['citizen-2'])).toEqual([false, []]);
    expect(await seen([])).toEqual([false, []]);
    for (const sql of [
      "UPDATE attachment SET state = 'CLEAN'",
      'DELETE FROM attachment',
      'UPDATE attachment_piece SET place = 7',
      'DELETE FROM attachment_piece',
    ])
      await expect(
        app.runtime.uow.run({ role: 'api', keys: [], wards: [task.snapshot.ward] }, (tx) =>
          tx.query(sql),
        ),
      ).rejects.toMatchObject({ code: '42501' });
    const worker = roleOf('applications', 'worker');
    expect(
      await app.administrator.query(
        `SELECT has_column_privilege($1, 'attachment_piece', 'content', 'UPDATE') AS may`,
        [worker],
      ),
    ).toEqual([{ may: false }]);
  });

  it('goes with the case', async () => {
    const erased = await taskAtHand(app, citizen);
    const gone = await scanned(erased);
    const waiting = (await attach(app, erased, citizen, { content: pdfOf('unread') }))
      .body as AttachmentDto;
    const { applicationId, caseId } = erased;
    const data = { ...CaseErasedV1.example, applicationId, caseId };
    await app.runtime.uow.run({ role: 'worker', keys: [caseId] }, (tx) =>
      app
        .get(EraseApplicationWhenCaseErasedConsumer)
        .apply(tx, [{ key: caseId, data } as unknown as Delivery]),
    );
    expect(
      await app.administrator.query(
        `SELECT id FROM attachment WHERE application_id = $1
         UNION ALL SELECT attachment_id FROM attachment_piece WHERE attachment_id = ANY ($2::uuid[])`,
        [applicationId, [gone, waiting.attachmentId]],
      ),
    ).toEqual([]);
    expect((await get(`${erased.path}/${gone}/content`, citizen)).status).toBe(410);
    expect((await get(erased.path, citizen)).status).toBe(410);
    expect((await get(erased.path, await officerOf(erased.snapshot.ward))).status).toBe(404);
    await app.get(ScanAttachments).scanDue();
  });
});
