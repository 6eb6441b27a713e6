import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CaseOpenedV1, type CaseSnapshotData, type TaskStatus } from '@app/contracts';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import request from 'supertest';
import {
  applicationsUnderTest,
  type ApplicationsUnderTest,
} from '../testing/applications-under-test.js';

interface View {
  status: string;
  version: number;
  withdrawal: string;
  procedures: {
    taskId: string;
    holder: string;
    returnedItems: { item: string; note: string | null }[];
  }[];
}

interface Body {
  code: string;
  title: string;
  withdrawal: string;
  errors: unknown[];
}
const bodyOf = (answer: { body: unknown }): Body => answer.body as Body;

let app: ApplicationsUnderTest;
let token: string;

beforeAll(async () => {
  app = await applicationsUnderTest();
  token = await app.tokenOf('citizen-1');
});
afterAll(() => app.stop());

const headers = (as: string) => ({
  authorization: `Bearer ${as}`,
  'idempotency-key': randomUUID(),
});

async function submitted(): Promise<{ applicationId: string; caseId: string }> {
  const filing = JSON.parse(await readFile('test/examples/filings/birth.json', 'utf8')) as object;
  const answer = await request(app.url)
    .post('/v1/applications')
    .set(headers(token))
    .send(filing)
    .expect(202);
  const { applicationId, caseId } = answer.body as { applicationId: string; caseId: string };
  return { applicationId, caseId };
}

function snapshotOf(
  ids: { applicationId: string; caseId: string },
  version: number,
  status: TaskStatus,
): CaseSnapshotData {
  const ended = status === 'DECIDED';
  const tasks = CaseOpenedV1.example.tasks.map((task) => ({
    ...task,
    status,
    version,
    returnedItems: status === 'RETURNED' ? ['bank-account'] : [],
  }));
  return {
    ...CaseOpenedV1.example,
    ...ids,
    version,
    tasks,
    status: ended ? 'CLOSED' : status === 'RETURNED' ? 'ACTION_NEEDED' : 'OPEN',
  };
}

/** The views of the stream, read until one satisfies `last` or the stream ends. */
async function follow(
  id: string,
  last: (view: View) => boolean,
  onFirst: () => Promise<void>,
): Promise<View[]> {
  const answer = await fetch(`${app.url}/v1/applications/${id}/stream`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const views: View[] = [];
  let text = '';
  for await (const part of answer.body!.pipeThrough(new TextDecoderStream())) {
    text += part;
    const events = text.split('\n\n');
    text = events.pop() ?? '';
    for (const event of events) {
      const data = /^data: ?(.*)$/m.exec(event)?.[1];
      if (data === undefined) continue;
      views.push(JSON.parse(data) as View);
      if (views.length === 1) await onFirst();
      if (last(views.at(-1)!)) return views;
    }
  }
  return views;
}

const read = async (id: string, as = token) =>
  request(app.url).get(`/v1/applications/${id}`).set('authorization', `Bearer ${as}`);

describe('a citizen’s application', () => {
  it('is shown as accepted until its case reports, and then as the case says', async () => {
    const ids = await submitted();
    expect((await read(ids.applicationId)).body).toMatchObject({
      ...ids,
      status: 'ACCEPTED',
      procedures: [],
    });
    const views = await follow(
      ids.applicationId,
      ({ version }) => version === 2,
      () => app.publish(snapshotOf(ids, 2, 'RECEIVED')),
    );
    expect(views.at(-1)).toMatchObject({ status: 'OPEN', procedures: [{ holder: 'section' }] });
  });

  it('exists for nobody else', async () => {
    const { applicationId } = await submitted();
    const theirs = await read(applicationId, await app.tokenOf('citizen-2'));
    const nobodys = await read(randomUUID());
    expect([theirs.status, bodyOf(theirs).code, bodyOf(theirs).title]).toEqual([
      404,
      bodyOf(nobodys).code,
      bodyOf(nobodys).title,
    ]);
    expect((await read('none')).status).toBe(404);
  });

  it('never shows an older snapshot after a newer one', async () => {
    const ids = await submitted();
    await follow(
      ids.applicationId,
      ({ version }) => version === 5,
      () => app.publish(snapshotOf(ids, 5, 'IN_REVIEW')),
    );
    const views = await follow(
      ids.applicationId,
      ({ version }) => version === 6,
      async () => {
        await app.publish(snapshotOf(ids, 3, 'RECEIVED'));
        await app.publish(snapshotOf(ids, 6, 'IN_REVIEW'));
      },
    );
    expect(views.map(({ version }) => version)).toEqual([5, 6]);
  });

  it('carries what an officer wrote, takes the answer, and hands it on sealed', async () => {
    const ids = await submitted();
    const taskId = CaseOpenedV1.example.tasks[0]!.taskId;
    const notes = {
      notes: [{ taskId, items: [{ item: 'bank-account', note: '口座をお知らせください。' }] }],
    };
    const views = await follow(
      ids.applicationId,
      ({ version }) => version === 2,
      () => app.publish(snapshotOf(ids, 2, 'RETURNED'), notes),
    );
    expect(views.at(-1)?.procedures[0]).toMatchObject({
      holder: 'citizen',
      returnedItems: [{ item: 'bank-account', note: '口座をお知らせください。' }],
    });

    const correct = (body: object) =>
      request(app.url)
        .post(`/v1/applications/${ids.applicationId}/corrections`)
        .set(headers(token))
        .send(body);
    await correct({
      answers: [{ taskId, item: 'bank-account', value: '窓口銀行 普通 7654321' }],
    }).expect(202);
    const events = await app.administrator.query<{ type: string; payload: Buffer }>(
      'SELECT type, payload FROM outbox WHERE key = $1 ORDER BY xid, seq',
      [ids.caseId],
    );
    expect(events.map(({ type }) => type)).toEqual([
      'madoguchi.application.submitted',
      'madoguchi.application.corrected',
    ]);
    expect(events[1]?.payload.toString()).not.toContain('7654321');
    const [stored] = await app.administrator.query<{ content: string }>(
      'SELECT content FROM correction WHERE application_id = $1',
      [ids.applicationId],
    );
    expect(stored?.content).toMatch(/^[\w-]+\.\.[\w-]+\.[\w-]+\.[\w-]+$/);

    const wrong = await correct({ answers: [{ taskId, item: 'seal', value: 'x' }] }).expect(400);
    expect(bodyOf(wrong).errors).toMatchObject([
      { field: 'answers[0].item', code: 'unknown-item' },
    ]);
  });

  it('cannot be corrected when nothing was returned', async () => {
    const { applicationId } = await submitted();
    const body = { answers: [{ taskId: randomUUID(), item: 'x', value: 'y' }] };
    const answer = await request(app.url)
      .post(`/v1/applications/${applicationId}/corrections`)
      .set(headers(token))
      .send(body)
      .expect(409);
    expect(bodyOf(answer).code).toBe('nothing-returned');
  });

  it('may be withdrawn once; the same request is answered again', async () => {
    const ids = await submitted();
    const sent = headers(token);
    const withdraw = (with_: Record<string, string>) =>
      request(app.url).post(`/v1/applications/${ids.applicationId}/withdrawal`).set(with_).send();
    await withdraw(sent).expect(202);
    expect((await withdraw(sent).expect(202)).headers['idempotent-replayed']).toBe('true');
    expect(bodyOf(await withdraw(headers(token)).expect(409)).code).toBe(
      'withdrawal-already-requested',
    );
    expect(bodyOf(await read(ids.applicationId)).withdrawal).toBe('requested');
  });

  it('ends its stream when it is closed', async () => {
    const ids = await submitted();
    const views = await follow(
      ids.applicationId,
      () => false,
      () => app.publish(snapshotOf(ids, 9, 'DECIDED')),
    );
    expect(views.at(-1)?.status).toBe('CLOSED');
  });
});
