import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { OpenedTask } from '@app/contracts';
import { openPart } from '@app/privacy';
import { until } from '../../../../../test/support/until.js';
import { OrdersOfCase } from '../../testing/orders.js';
import type { DeskCaller } from '../../testing/desk-caller.js';
import { startSectionApp, type SectionApp } from '../../testing/section-app.js';

let desk: SectionApp;
let anna: DeskCaller;
let ben: DeskCaller;

beforeAll(async () => {
  desk = await startSectionApp('resident');
});
beforeEach(async () => {
  anna = await desk.as({ sub: 'anna' });
  ben = await desk.as({ sub: 'ben' });
});
afterAll(() => desk.drop());

async function opened(change: Partial<OpenedTask> = {}) {
  const orders = desk.newCase();
  const task = OrdersOfCase.task(change);
  await desk.apply(await orders.open([task]));
  return { orders, taskId: task.taskId };
}

const runOut = (taskId: string) =>
  desk.raw("UPDATE task SET claimed_until = clock_timestamp() - interval '1 s' WHERE id = $1", [
    taskId,
  ]);

async function waitsForLock(): Promise<boolean> {
  const waiting = await desk.raw(
    `SELECT FROM pg_locks JOIN pg_database d ON d.oid = database AND d.datname = current_database()
     WHERE locktype = 'advisory' AND NOT granted`,
  );
  return waiting.length > 0;
}

describe('claiming a task', () => {
  it('shows everybody who works on it and until when, by the database’s clock', async () => {
    const { taskId } = await opened();
    const claimed = await anna.act(taskId, 'claim', 1);
    expect(claimed.status).toBe(200);
    expect(claimed.headers['etag']).toBe('"2"');
    expect(claimed.body).toMatchObject({
      status: 'IN_REVIEW',
      claim: { by: 'anna', expired: false },
    });
    const { body: seen } = await ben.read(taskId);
    expect(seen.claim).toEqual(claimed.body.claim);
    const [{ minutes }] = (await desk.raw<{ minutes: number }>(
      'SELECT extract(epoch FROM claimed_until - clock_timestamp())::float / 60 AS minutes FROM task WHERE id = $1',
      [taskId],
    )) as [{ minutes: number }];
    expect(minutes).toBeGreaterThan(14);
    expect(minutes).toBeLessThanOrEqual(15);
  });

  it('is won by one of two who claim at once', async () => {
    const { orders, taskId } = await opened();
    const both = await Promise.all([anna.act(taskId, 'claim', 1), ben.act(taskId, 'claim', 1)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
    const winner = both.find(({ status }) => status === 200);
    const loser = both.find(({ status }) => status === 412);
    expect(loser?.body).toMatchObject({ code: 'version-changed' });
    expect(loser?.headers['etag']).toBe('"2"');
    const { body } = await anna.read(taskId);
    expect(body.claim?.by).toBe(winner?.body.claim?.by);
    const [, ...changes] = await desk.said(orders.caseId);
    expect(changes.map(({ data }) => data['version'])).toEqual([2]);
  });

  it('again renews it without a new version', async () => {
    const { orders, taskId } = await opened();
    await anna.act(taskId, 'claim', 1);
    await runOut(taskId);
    const renewed = await anna.act(taskId, 'claim', 2);
    expect(renewed.body).toMatchObject({ version: 2, claim: { by: 'anna', expired: false } });
    expect(await desk.said(orders.caseId)).toHaveLength(2);
  });

  it('takes over what another has let run out, and that one can no longer decide', async () => {
    const { taskId } = await opened();
    await anna.act(taskId, 'claim', 1);
    expect((await ben.act(taskId, 'claim', 2)).body).toMatchObject({
      status: 409,
      code: 'claimed-by-other',
      detail: expect.stringContaining('anna'),
    });
    await runOut(taskId);
    expect((await ben.read(taskId)).body.claim).toMatchObject({ by: 'anna', expired: true });
    const late = await anna.act(taskId, 'decision', 2, { outcome: 'accepted' });
    expect(late.body).toMatchObject({ status: 409, code: 'not-claimed' });
    expect((await ben.act(taskId, 'claim', 2)).body).toMatchObject({
      version: 3,
      claim: { by: 'ben' },
    });
    expect((await anna.act(taskId, 'decision', 2, { outcome: 'accepted' })).status).toBe(412);
    expect((await anna.act(taskId, 'decision', 3, { outcome: 'accepted' })).body.code).toBe(
      'claimed-by-other',
    );
  });

  it('can be ended by a supervisor', async () => {
    const { taskId } = await opened();
    await anna.act(taskId, 'claim', 1);
    expect((await ben.act(taskId, 'release', 2)).body.code).toBe('claimed-by-other');
    const chief = await desk.as({ sub: 'chief', roles: ['supervisor'] });
    const released = await chief.act(taskId, 'release', 2);
    expect(released.body).toMatchObject({ status: 'RECEIVED', version: 3, claim: null });
  });
});

describe('changing a task', () => {
  it('waits for whoever else writes about the case', async () => {
    const { orders, taskId } = await opened();
    const happened: string[] = [];
    let claim: Promise<unknown> = Promise.resolve();
    await desk.database.uow.run({ role: 'worker', keys: [orders.caseId] }, async () => {
      claim = anna.act(taskId, 'claim', 1).then(() => happened.push('claimed'));
      await until('the claim waits for the lock', waitsForLock);
      happened.push('let go');
    });
    await claim;
    expect(happened).toEqual(['let go', 'claimed']);
  });

  it('needs the version that was read', async () => {
    const { taskId } = await opened();
    expect((await anna.act(taskId, 'claim')).body).toMatchObject({
      status: 428,
      code: 'if-match-missing',
    });
    const stale = await anna.act(taskId, 'claim', 7);
    expect(stale.body).toMatchObject({ status: 412, code: 'version-changed' });
    expect(stale.headers['etag']).toBe('"1"');
  });

  it('names the state and what it allows when a step does not exist, and changes nothing', async () => {
    const { orders, taskId } = await opened({ waitsFor: ['birth-registration'] });
    const refused = await anna.act(taskId, 'decision', 1, { outcome: 'accepted' });
    expect(refused.body).toMatchObject({ status: 409, code: 'illegal-move' });
    expect(refused.body.detail).toContain('WAITING_PREDECESSOR');
    await desk.apply(await orders.release(taskId));
    const early = await anna.act(taskId, 'decision', 2, { outcome: 'accepted' });
    expect(early.body.detail).toMatch(/RECEIVED.*claim/);
    expect((await anna.read(taskId)).body).toMatchObject({ status: 'RECEIVED', version: 2 });
    expect(await desk.said(orders.caseId)).toHaveLength(2);
  });

  it('refuses to decide while the task is held, until it is released', async () => {
    const { orders, taskId } = await opened();
    await anna.act(taskId, 'claim', 1);
    await desk.apply(await orders.hold(taskId));
    expect((await anna.act(taskId, 'decision', 3, { outcome: 'accepted' })).body).toMatchObject({
      status: 409,
      code: 'task-held',
    });
    await desk.apply(await orders.release(taskId));
    expect((await anna.act(taskId, 'decision', 4, { outcome: 'accepted' })).body).toMatchObject({
      status: 'DECIDED',
      version: 5,
    });
  });

  it('goes to the centre and comes back to whoever claims it there', async () => {
    const { taskId } = await opened();
    await anna.act(taskId, 'claim', 1);
    expect((await anna.act(taskId, 'centre', 2)).body).toMatchObject({
      status: 'AT_CENTRE',
      claim: null,
    });
    expect((await ben.act(taskId, 'claim', 3)).body).toMatchObject({
      status: 'IN_REVIEW',
      claim: { by: 'ben' },
    });
  });

  it('delivers after the decision where the procedure delivers', async () => {
    const [card, notice] = [await opened({ delivers: true }), await opened()];
    for (const { taskId } of [card, notice]) {
      await anna.act(taskId, 'claim', 1);
      await anna.act(taskId, 'decision', 2, { outcome: 'accepted' });
    }
    expect((await ben.act(card.taskId, 'delivery', 3)).body).toMatchObject({
      status: 'DELIVERED',
      version: 4,
      allowedActions: [],
    });
    expect((await ben.act(notice.taskId, 'delivery', 3)).body.code).toBe('illegal-move');
  });

  it.each([
    ['return', {}, 'items'],
    ['return', { items: [] }, 'items'],
    ['return', { items: [{ item: 'bank-account' }] }, 'items[0].note'],
    ['return', { items: [{ item: 'bank account', note: '口座' }] }, 'items[0].item'],
    [
      'return',
      {
        items: [
          { item: 'a', note: '1' },
          { item: 'a', note: '2' },
        ],
      },
      'items',
    ],
    ['decision', {}, 'outcome'],
    ['decision', { outcome: 'rejected' }, 'reason'],
    ['decision', { outcome: 'rejected', reason: ' \u200b ' }, 'reason'],
    ['decision', { outcome: 'accepted', resaon: 'x' }, 'resaon'],
  ])('refuses %s with %j and names %s', async (verb, body, field) => {
    const { taskId } = await opened();
    const refused = await anna.act(taskId, verb, 1, body);
    expect(refused.body).toMatchObject({ status: 400, code: 'invalid-request' });
    expect(refused.body.errors.map((error) => error.field)).toContain(field);
  });
});

describe('what an officer writes for the citizen', () => {
  const items = [
    { item: 'bank-account', note: '振込先の口座をお知らせください。' },
    { item: 'persons/p1/insurance', note: '加入中の保険を教えてください。' },
  ];

  it('reaches life-events sealed, and stays readable beside the citizen’s answers', async () => {
    const { orders, taskId } = await opened();
    await anna.act(taskId, 'claim', 1);
    const returned = await anna.act(taskId, 'return', 2, { items });
    expect(returned.body).toMatchObject({
      status: 'RETURNED',
      returnedItems: ['bank-account', 'persons/p1/insurance'],
    });
    const event = (await desk.said(orders.caseId)).at(-1)!;
    expect(event.data).toMatchObject({
      status: 'RETURNED',
      returnedItems: returned.body.returnedItems,
    });
    const ref = { caseId: orders.caseId, writer: 'resident', reader: 'life-events' } as const;
    const keys = await desk.keyStores.of('life-events').open([ref], 'case-work');
    const { type, sequence, sealed } = event;
    expect(await openPart(keys.find(ref)!, { ...ref, type, sequence }, sealed!)).toEqual({ items });

    const answers = [{ item: 'bank-account', value: '窓口銀行 普通 0000000' }];
    await desk.apply(await orders.correct(taskId, { answers }));
    await desk.apply(
      await orders.correct(taskId, {
        answers: [{ item: 'persons/p1/insurance', value: '国民健康保険' }],
        facts: { eventDate: '2026-03-29' },
      }),
    );
    const { body } = await anna.read(taskId);
    expect(body).toMatchObject({ status: 'RECEIVED', facts: { eventDate: '2026-03-29' } });
    expect(body.returned).toMatchObject([
      { ...items[0], returnedIn: 3, answer: answers[0]!.value },
      { ...items[1], returnedIn: 3, answer: '国民健康保険' },
    ]);
  });

  it('is a reason that a rejection must have, and stands in the history', async () => {
    const { taskId } = await opened();
    await anna.act(taskId, 'claim', 1);
    const reason = '転入の事実を確認できませんでした。';
    const rejected = await anna.act(taskId, 'decision', 2, { outcome: 'rejected', reason });
    expect(rejected.body).toMatchObject({ status: 'REJECTED', version: 3 });
    const { body } = await ben.read(taskId);
    expect(body.history.map((entry) => entry.action)).toEqual(['open', 'claim', 'reject']);
    expect(body.history.at(-1)).toMatchObject({
      actor: 'anna',
      from: 'IN_REVIEW',
      to: 'REJECTED',
      note: reason,
    });
  });

  it('lies nowhere in clear', async () => {
    const { taskId } = await opened();
    await anna.act(taskId, 'claim', 1);
    await anna.act(taskId, 'return', 2, { items });
    for (const sql of [
      'SELECT to_jsonb(t)::text AS text FROM task_note AS t',
      'SELECT to_jsonb(t)::text AS text FROM task_history AS t',
      "SELECT convert_from(payload, 'UTF8') AS text FROM outbox",
    ])
      expect(JSON.stringify(await desk.raw(sql))).not.toMatch(/振込先|口座|保険/);
  });

  it('cannot be written any more about an erased case, of which nothing can be read either', async () => {
    const { orders, taskId } = await opened();
    await anna.act(taskId, 'claim', 1);
    await desk.keyStores.of('life-events').destroy(orders.caseId);
    const refused = await anna.act(taskId, 'return', 2, { items });
    expect(refused.body.code).toBe('case-erased');
    expect((await anna.read(taskId)).body).toMatchObject({
      personal: 'erased',
      identities: [],
      facts: {},
      version: 2,
    });
  });
});
