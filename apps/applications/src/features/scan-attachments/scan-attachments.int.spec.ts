import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import request from 'supertest';
import type { AttachmentDto } from '../../attachments/attachment.dto.js';
import { SCAN_LEASE_MS } from '../../domain/attachment.js';
import {
  applicationsUnderTest,
  type ApplicationsUnderTest,
} from '../../testing/applications-under-test.js';
import { attach, taskAtHand, type TaskAtHand } from '../../testing/attaching.js';
import {
  EICAR,
  FOUND,
  OK,
  clamdPeer,
  type ClamdPeer,
  type PeerAnswer,
} from '../../testing/clamd-peer.js';
import { pdfOf } from '../../testing/files.js';
import { ScanAttachments } from './scan-attachments.service.js';

const LIMIT = 300_000;
const MANY = 8;

let peer: ClamdPeer;
let app: ApplicationsUnderTest;
let token: string;
let task: TaskAtHand;
let scanner: ScanAttachments;

const asIs = (content: Buffer): PeerAnswer => (content.includes('EICAR-STANDARD') ? FOUND : OK);

beforeAll(async () => {
  peer = await clamdPeer({ streamMaxLength: LIMIT });
  app = await applicationsUnderTest({ files: { maxBytes: 1024 * 1024, scanner: peer.address } });
  token = await app.tokenOf('citizen-1');
  task = await taskAtHand(app, token);
  scanner = app.get(ScanAttachments);
});
afterAll(async () => {
  await app.stop();
  await peer.stop();
});
afterEach(() => peer.answer(asIs));

async function attached(content: Buffer, to = task): Promise<string> {
  const answer = await attach(app, to, token, { content });
  expect(answer.status).toBe(202);
  return (answer.body as AttachmentDto).attachmentId;
}

async function stateOf(id: string) {
  const [row] = await app.administrator.query<{ state: string; tries: number; pieces: number }>(
    `SELECT state, tries, (SELECT count(*)::int FROM attachment_piece WHERE attachment_id = id) AS pieces
     FROM attachment WHERE id = $1`,
    [id],
  );
  return row!;
}

/** The service scans by itself as well, every two seconds: whoever comes first does it. */
async function becomes(id: string, state: string) {
  for (let left = 150; left > 0 && (await stateOf(id)).state !== state; left--) {
    await scanner.scanDue();
    await wait(20);
  }
  const found = await stateOf(id);
  expect(found.state).toBe(state);
  return found;
}

const open = (id: string) =>
  request(app.url)
    .get(`${task.path}/${id}/content`)
    .set('authorization', `Bearer ${token}`)
    .buffer(true)
    .parse((answer, done) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () => done(null, Buffer.concat(parts)));
    });

const codeOf = ({ body }: request.Response): unknown =>
  (JSON.parse(String(body)) as { code: string }).code;

describe('scanning what was attached', () => {
  it('opens what is clean, byte for byte, as a file that a browser only saves', async () => {
    const content = pdfOf('clean');
    const id = await attached(content);
    await becomes(id, 'CLEAN');
    const answer = await open(id);
    expect((answer.body as Buffer).equals(content)).toBe(true);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': `attachment; filename="attachment-${id.slice(0, 8)}.pdf"`,
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
    expect(peer.streams.some((stream) => stream.equals(content))).toBe(true);
  });

  it('gives the scanner several pieces as one stream, and gives them back whole', async () => {
    const content = Buffer.concat([pdfOf(), randomBytes(280_000)]);
    const id = await attached(content);
    expect((await becomes(id, 'CLEAN')).pieces).toBe(2);
    expect(peer.streams.at(-1)!.equals(content)).toBe(true);
    expect(((await open(id)).body as Buffer).equals(content)).toBe(true);
  });

  it('destroys what is infected at once, and tells the citizen', async () => {
    const id = await attached(pdfOf(EICAR));
    expect((await becomes(id, 'INFECTED')).pieces).toBe(0);
    const answer = await open(id);
    expect([answer.status, codeOf(answer)]).toEqual([410, 'attachment-destroyed']);
    const list = await request(app.url).get(task.path).set('authorization', `Bearer ${token}`);
    const { items } = list.body as { items: AttachmentDto[] };
    expect(items.find(({ attachmentId }) => attachmentId === id)).toMatchObject({
      state: 'INFECTED',
      message: expect.stringMatching(/^ウイルスが見つかった/) as unknown,
    });
  });

  it('destroys what the scanner cannot take', async () => {
    const id = await attached(Buffer.concat([pdfOf(), randomBytes(LIMIT)]));
    expect(await becomes(id, 'UNSCANNABLE')).toMatchObject({ pieces: 0 });
    expect((await open(id)).status).toBe(410);
  });

  it('leaves everything unread while the scanner is away, tries again later, and says so', async () => {
    peer.answer(() => 'cut');
    const id = await attached(pdfOf('patience'));
    for (let left = 100; left > 0 && (await stateOf(id)).tries === 0; left--)
      await scanner.scanDue();
    for (let left = 100; left > 0 && (await stateOf(id)).state !== 'RECEIVED'; left--)
      await wait(20);
    expect(await stateOf(id)).toEqual({ state: 'RECEIVED', tries: 1, pieces: 1 });
    expect((await open(id)).status).toBe(409);
    expect((await app.runtime.health.ready()).checks['applications.scanner']).toBe('degraded');
    // Not before its time.
    peer.answer(asIs);
    expect(await scanner.scanDue()).toBe(0);
    app.clock.advance(5_000);
    await becomes(id, 'CLEAN');
    expect((await app.runtime.health.ready()).checks['applications.scanner']).toBe('ok');
  });

  it('gives up what the scanner fails on again and again', async () => {
    peer.answer(() => ({ line: "stream: Can't allocate memory ERROR" }));
    const id = await attached(pdfOf('too much'));
    for (let left = 60; left > 0 && (await stateOf(id)).state !== 'UNSCANNABLE'; left--) {
      await scanner.scanDue();
      app.clock.advance(600_000);
    }
    expect(await stateOf(id)).toEqual({ state: 'UNSCANNABLE', tries: 5, pieces: 0 });
  });

  it('scans each file once, however many processes look', async () => {
    const fresh = await taskAtHand(app, token);
    const before = peer.streams.length;
    const ids: string[] = [];
    for (let count = 0; count < MANY; count++)
      ids.push(await attached(pdfOf(`one of ${count}`), fresh));
    await Promise.all(Array.from({ length: 4 }, () => scanner.scanDue()));
    for (const id of ids) await becomes(id, 'CLEAN');
    expect(peer.streams.slice(before).map(String).sort()).toEqual(
      ids.map((_id, count) => String(pdfOf(`one of ${count}`))).sort(),
    );
    expect((await Promise.all(ids.map(stateOf))).map(({ tries }) => tries)).toEqual(
      Array(MANY).fill(1),
    );
  });

  it('is taken over from a process that is gone; should that one come back, its word no longer counts', async () => {
    const late = Promise.withResolvers<PeerAnswer>();
    peer.answer(() => late.promise);
    const id = await attached(pdfOf('slow'));
    const first = scanner.scanDue();
    for (let left = 200; left > 0 && (await stateOf(id)).state !== 'SCANNING'; left--)
      await wait(20);
    expect((await open(id)).status).toBe(409);
    // Nobody takes it before its time.
    await scanner.scanDue();
    expect(await stateOf(id)).toEqual({ state: 'SCANNING', tries: 1, pieces: 1 });
    app.clock.advance(SCAN_LEASE_MS);
    peer.answer(() => FOUND);
    await becomes(id, 'INFECTED');
    late.resolve(OK);
    await first;
    await wait(100);
    expect(await stateOf(id)).toEqual({ state: 'INFECTED', tries: 2, pieces: 0 });
  });

  it('is written down as a step of the machine’s own', async () => {
    const rows = await app.administrator.query(
      `SELECT DISTINCT actor, purpose, data_kinds, outcome FROM access_record WHERE action = 'attachment.scan'`,
    );
    expect(rows).toEqual([
      {
        actor: 'service:applications',
        purpose: 'own-procedure',
        data_kinds: ['documents'],
        outcome: 'granted',
      },
    ]);
  });
});
