import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PROTECTED_WARD } from '@app/contracts';
import { randomBytes, randomUUID } from 'node:crypto';
import request from 'supertest';
import type { AttachmentDto } from '../../attachments/attachment.dto.js';
import {
  applicationsUnderTest,
  type ApplicationsUnderTest,
} from '../../testing/applications-under-test.js';
import { attach, taskAtHand, type TaskAtHand } from '../../testing/attaching.js';
import { JPEG, PNG, pdfOf, zipEnd } from '../../testing/files.js';

const MAX_BYTES = 1024 * 1024;

let app: ApplicationsUnderTest;
let token: string;
let task: TaskAtHand;

beforeAll(async () => {
  app = await applicationsUnderTest({ files: { maxBytes: MAX_BYTES } });
  token = await app.tokenOf('citizen-1');
  task = await taskAtHand(app, token);
});
afterAll(() => app.stop());

const told = ({ status, body }: request.Response): unknown => {
  const { code, errors } = body as { code: string; errors?: { field: string; code: string }[] };
  return [status, code, ...(errors ?? []).map((error) => `${error.field}:${error.code}`)];
};
const idOf = ({ body }: request.Response): string => (body as AttachmentDto).attachmentId;
const rowsOf = (id: string) =>
  app.administrator.query<{ document: string; media_type: string; content: Buffer }>(
    'SELECT a.*, p.content FROM attachment a JOIN attachment_piece p ON p.attachment_id = a.id WHERE a.id = $1',
    [id],
  );

describe('attaching a document', () => {
  it('stores it sealed, without its name, and says that it waits to be checked', async () => {
    const content = pdfOf('a secret of the citizen’s');
    const answer = await attach(app, task, token, { content, name: '神奈川の秘密.pdf' });
    expect([answer.status, answer.body]).toEqual([
      202,
      {
        attachmentId: idOf(answer),
        taskId: task.taskId,
        document: 'bank-account',
        mediaType: 'application/pdf',
        state: 'RECEIVED',
        message: expect.stringMatching(/^ファイルの安全を確認/) as unknown,
        receivedAt: app.clock.now().toISOString(),
      },
    ]);
    const rows = await rowsOf(idOf(answer));
    expect(rows).toHaveLength(1);
    expect(rows[0]!.content.includes('secret')).toBe(false);
    expect(JSON.stringify(rows)).not.toContain('神奈川');
  });

  it('is read by nobody without a scanner, its owner included', async () => {
    const id = idOf(await attach(app, task, token));
    const answer = await request(app.url)
      .get(`${task.path}/${id}/content`)
      .set('authorization', `Bearer ${token}`);
    expect(told(answer)).toEqual([409, 'attachment-not-checked']);
  });

  it('goes by the content, whatever name and type it came with', async () => {
    const sent = attach(app, task, token, { content: JPEG, name: 'document.pdf' });
    expect((await sent).body).toMatchObject({ mediaType: 'image/jpeg' });
    for (const content of [
      Buffer.from('<html><script>alert(1)</script></html>'),
      Buffer.concat([PNG, zipEnd()]),
      Buffer.concat([JPEG.subarray(0, -2), pdfOf()]),
    ])
      expect(told(await attach(app, task, token, { content, name: 'photo.png' }))).toEqual([
        415,
        'file-type-refused',
      ]);
  });

  it('takes nothing empty, too large or not asked for', async () => {
    const refused = async (what: Parameters<typeof attach>[3]) =>
      told(await attach(app, task, token, what));
    expect(await refused({ content: Buffer.alloc(0) })).toEqual([
      400,
      'invalid-request',
      'file:empty',
    ]);
    expect(await refused({ content: Buffer.alloc(MAX_BYTES + 1, PNG) })).toEqual([
      413,
      'payload-too-large',
    ]);
    expect(await refused({ document: '日記' })).toEqual([
      400,
      'invalid-request',
      'document:not-asked',
    ]);
    const more = attach(app, task, token).field('path', '../../etc');
    expect(told(await more)).toEqual([400, 'invalid-request', 'path:unknown-field']);
    const json = request(app.url).post(task.path).send({ document: 'bank-account' });
    const headers = { authorization: `Bearer ${token}`, 'idempotency-key': randomUUID() };
    expect(told(await json.set(headers))).toEqual([415, 'unsupported-media-type']);
  });

  it('of a megabyte comes as several pieces, all equally long', async () => {
    const content = Buffer.concat([pdfOf(), randomBytes(MAX_BYTES - 100)]);
    const rows = await rowsOf(idOf(await attach(app, task, token, { content })));
    expect(rows.map(({ content: piece }) => piece.length)).toEqual(Array(4).fill(256 * 1024 + 28));
  });

  it('happens once, however often the same request is sent', async () => {
    const key = randomUUID();
    const [first, ...others] = [
      await attach(app, task, token, { key }),
      await attach(app, task, token, { key, name: 'another-name.png' }),
      await attach(app, task, token, { key }),
    ];
    expect(others.map(idOf)).toEqual([idOf(first), idOf(first)]);
    expect(others.map(({ headers }) => headers['idempotent-replayed'])).toEqual(['true', 'true']);
    expect(told(await attach(app, task, token, { key, content: JPEG }))).toEqual([
      422,
      'idempotency-key-reused',
    ]);
    expect(idOf(await attach(app, task, token))).not.toBe(idOf(first));
  });

  it('is for the owner alone, and before anything of the file is read', async () => {
    const stranger = await app.tokenOf('citizen-2');
    const theirs = await attach(app, task, stranger, { content: Buffer.from('no type at all') });
    const nobodys = await attach(
      app,
      { path: task.path.replace(task.taskId, randomUUID()) },
      token,
    );
    expect([told(theirs), told(nobodys)]).toEqual([
      [404, 'not-found'],
      [404, 'not-found'],
    ]);
    const officer = await app.token({
      sub: 'o',
      roles: ['reviewer'],
      section: 'childcare',
      wards: [task.snapshot.ward],
    });
    expect(told(await attach(app, task, officer))).toEqual([403, 'forbidden']);
  });

  it('ends with the task', async () => {
    const ended = await taskAtHand(app, token);
    const tasks = ended.snapshot.tasks.map((one) => ({ ...one, status: 'DECIDED' as const }));
    await app.publish({ ...ended.snapshot, version: 3, status: 'CLOSED', tasks });
    await app.settle();
    expect(told(await attach(app, ended, token))).toEqual([409, 'already-ended']);
  });

  it('ends at twenty', async () => {
    const full = await taskAtHand(app, token);
    for (let count = 1; count <= 20; count++)
      expect((await attach(app, full, token, { content: pdfOf(`${count}`) })).status).toBe(202);
    expect(told(await attach(app, full, token))).toEqual([409, 'too-many-attachments']);
  });

  it('works for a case in the ward of protected persons as for any other', async () => {
    const hidden = await taskAtHand(app, token, { ward: PROTECTED_WARD });
    expect((await attach(app, hidden, token)).status).toBe(202);
  });

  it('takes one at a time of each sender', async () => {
    const content = Buffer.concat([pdfOf(), randomBytes(MAX_BYTES - 100)]);
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => attach(app, task, token, { content })),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => ![202, 429].includes(status))).toEqual([]);
    expect(statuses).toContain(202);
  });
});
