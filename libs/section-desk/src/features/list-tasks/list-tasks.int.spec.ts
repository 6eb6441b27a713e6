import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OpenedTask } from '@app/contracts';
import { FATHER, MOTHER, OrdersOfCase, WARD, planOf } from '../../testing/orders.js';
import type { TaskPageDto } from './list-tasks.dto.js';
import type { DeskAnswer, DeskCaller } from '../../testing/desk-caller.js';
import { startSectionApp, type SectionApp } from '../../testing/section-app.js';

let desk: SectionApp;

beforeAll(async () => {
  desk = await startSectionApp('childcare');
});
afterAll(() => desk.drop());

/** A ward of the test's own, so that tests do not see each other's tasks. */
let wards = 14000;
const freshWard = (): string => String((wards += 1));

async function opened(ward: string, ...changes: Partial<OpenedTask>[]): Promise<OpenedTask[]> {
  const tasks = changes.map((change) => OrdersOfCase.task(change));
  await desk.apply(await desk.newCase(ward).open(tasks));
  return tasks;
}

const officerOf = (...own: string[]): Promise<DeskCaller> => desk.as({ sub: 'anna', wards: own });

async function allPages(caller: DeskCaller, limit: number, between?: () => Promise<unknown>) {
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const { body }: DeskAnswer<TaskPageDto> = await caller.list({
      limit: String(limit),
      ...(cursor !== null && { cursor }),
    });
    ids.push(...body.items.map(({ taskId }) => taskId));
    cursor = body.nextCursor;
    await between?.();
  } while (cursor !== null);
  return ids;
}

describe('the work queue', () => {
  it('begins with the nearest deadline and ends with tasks that have none', async () => {
    const ward = freshWard();
    // Minted first and received last: the order is that of receipt, not of ids.
    const later = OrdersOfCase.task({ deadline: '2026-04-10' });
    const [late, none, soon] = await opened(
      ward,
      { deadline: '2026-05-01' },
      { deadline: null },
      { deadline: '2026-04-10' },
    );
    desk.clock.advance(1000);
    await desk.apply(await desk.newCase(ward).open([later]));
    expect(await allPages(await officerOf(ward), 100)).toEqual(
      [soon, later, late, none].map((task) => task?.taskId),
    );
  });

  it('moves a task to the place of the deadline that a correction gave it', async () => {
    const ward = freshWard();
    const orders = desk.newCase(ward);
    const [first, second] = ['2026-04-10', '2026-04-20'].map((deadline) =>
      OrdersOfCase.task({ deadline }),
    );
    await desk.apply(await orders.open([first!, second!]));
    const officer = await officerOf(ward);
    const plan = planOf(second!, { deadline: '2026-04-07' });
    await desk.apply(await orders.correct(second!.taskId, { answers: [] }, { plan }));
    const { body } = await officer.list();
    expect(body.items.map(({ taskId, deadline }) => [taskId, deadline])).toEqual([
      [second!.taskId, '2026-04-07'],
      [first!.taskId, '2026-04-10'],
    ]);
    expect(await allPages(officer, 1)).toEqual([second!.taskId, first!.taskId]);
  });

  it('pages without losing or repeating a task while others arrive', async () => {
    const ward = freshWard();
    const deadlines = ['2026-04-10', '2026-04-10', null, '2026-04-12', null, '2026-04-11', null];
    const before = await opened(ward, ...deadlines.map((deadline) => ({ deadline })));
    const seen = await allPages(await officerOf(ward), 2, async () => {
      desk.clock.advance(1);
      await opened(ward, { deadline: '2026-04-01' }, { deadline: '2026-04-11' });
    });
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual(expect.arrayContaining(before.map(({ taskId }) => taskId)));
  });

  it('shows who a task is about, and opens the names of a page with one round trip', async () => {
    const ward = freshWard();
    for (let i = 0; i < 5; i++) await opened(ward, {}, {});
    const officer = await officerOf(ward);
    desk.keyRoundTrips();
    const { body } = await officer.list();
    expect(desk.keyRoundTrips()).toBe(1);
    expect(body.items).toHaveLength(10);
    expect(body.items[0]?.persons).toEqual([
      {
        person: 'p1',
        name: {
          familyName: '窓口',
          givenName: '太郎',
          familyNameKana: 'マドグチ',
          givenNameKana: 'タロウ',
        },
      },
      { person: 'p2', name: { familyName: '窓口', givenName: '花子' } },
    ]);
    expect(JSON.stringify(body)).not.toContain(FATHER.address?.fullAddress);
  });

  it('shows the names that a correction brought', async () => {
    const ward = freshWard();
    const orders = desk.newCase(ward);
    const task = OrdersOfCase.task({ persons: ['p2'] });
    await desk.apply(await orders.open([task]));
    const identities = [FATHER, { ...MOTHER, familyName: '受付' }];
    await desk.apply(await orders.correct(task.taskId, { answers: [], identities }));
    const { body } = await (await officerOf(ward)).list();
    expect(body.items[0]?.persons).toEqual([
      { person: 'p2', name: { familyName: '受付', givenName: '花子' } },
    ]);
  });

  it('is filtered by ward, procedure, status and own claim', async () => {
    const [one, two] = [freshWard(), freshWard()];
    const [a, b] = await opened(
      one,
      { procedureId: 'child-allowance' },
      { procedureId: 'nursery' },
    );
    const [c] = await opened(two, { procedureId: 'nursery', waitsFor: ['birth-registration'] });
    const officer = await officerOf(one, two);
    const ids = async (query: Record<string, string>) =>
      (await officer.list(query)).body.items.map(({ taskId }) => taskId);
    expect(await ids({ ward: two })).toEqual([c?.taskId]);
    expect(await ids({ ward: one, procedure: 'nursery' })).toEqual([b?.taskId]);
    expect(await ids({ status: 'WAITING_PREDECESSOR,IN_REVIEW' })).toEqual([c?.taskId]);
    await officer.act(a!.taskId, 'claim', 1);
    expect(await ids({ mine: 'true' })).toEqual([a?.taskId]);
  });

  it('calls a procedure by its name; the detail says what the catalogue says of it', async () => {
    const ward = freshWard();
    const [task] = await opened(ward, { procedureId: 'child-allowance-claim' });
    const officer = await officerOf(ward);
    const names = {
      procedureNameJa: '児童手当 認定請求',
      procedureNameEn: 'Child allowance: claim',
    };
    expect((await officer.list()).body.items).toMatchObject([names]);
    expect((await officer.read(task!.taskId)).body).toMatchObject({
      ...names,
      documents: expect.arrayContaining(['口座']),
      law: '児童手当法7条・8条2-3項',
    });
  });

  it('leaves out what is finished unless it is asked for', async () => {
    const ward = freshWard();
    const [done, card] = await opened(ward, {}, { delivers: true });
    const officer = await officerOf(ward);
    for (const task of [done, card]) {
      await officer.act(task!.taskId, 'claim', 1);
      await officer.act(task!.taskId, 'decision', 2, { outcome: 'accepted' });
    }
    expect(await allPages(officer, 10)).toEqual([card?.taskId]);
    const { body } = await officer.list({ status: 'DECIDED' });
    expect(body.items).toHaveLength(2);
  });

  it.each([
    [{ cursor: 'nonsense' }, 'invalid-cursor'],
    [{ limit: '0' }, 'invalid-request'],
    [{ limit: '101' }, 'invalid-request'],
    [{ status: 'LOST' }, 'invalid-request'],
    [{ mine: 'perhaps' }, 'invalid-request'],
    [{ wards: '14134' }, 'invalid-request'],
  ])('refuses %j as %s', async (query, code) => {
    const refused = await (await officerOf(WARD)).list(query);
    expect(refused.body).toMatchObject({ status: 400, code });
  });
});

describe('who sees what', () => {
  it('an officer of another ward finds nothing, neither in the list nor by its id', async () => {
    const ward = freshWard();
    const [task] = await opened(ward, {});
    const stranger = await officerOf(freshWard());
    expect((await stranger.list()).body.items).toEqual([]);
    expect((await stranger.list({ ward })).body.code).toBe('not-found');
    expect((await stranger.read(task!.taskId)).body.code).toBe('not-found');
    expect((await stranger.act(task!.taskId, 'claim', 1)).body.code).toBe('not-found');
    const nobody = await officerOf();
    expect((await nobody.list()).body.items).toEqual([]);
  });

  it('an officer of another section finds nothing', async () => {
    const ward = freshWard();
    const [task] = await opened(ward, {});
    const stranger = await desk.as({ section: 'insurance', wards: [ward] });
    expect((await stranger.list()).body.code).toBe('not-found');
    expect((await stranger.read(task!.taskId)).body.code).toBe('not-found');
  });

  it('the centre sees what was handed to it, and goes on with what it has claimed of that', async () => {
    const ward = freshWard();
    const [handed] = await opened(ward, {}, {});
    const officer = await officerOf(ward);
    await officer.act(handed!.taskId, 'claim', 1);
    await officer.act(handed!.taskId, 'centre', 2);
    const [centre, other] = await Promise.all(
      ['cleo', 'dan'].map((sub) => desk.as({ sub, roles: ['centre'], wards: [ward] })),
    );
    expect(await allPages(centre!, 10)).toEqual([handed?.taskId]);
    expect((await centre!.act(handed!.taskId, 'claim', 3)).status).toBe(200);
    expect(await allPages(centre!, 10)).toEqual([handed?.taskId]);
    expect(await allPages(other!, 10)).toEqual([]);
    expect((await other!.read(handed!.taskId)).body.code).toBe('not-found');
    const decision = await centre!.act(handed!.taskId, 'decision', 4, { outcome: 'accepted' });
    expect(decision.body.code).toBe('forbidden');
    expect((await centre!.act(handed!.taskId, 'release', 4)).status).toBe(200);
    expect((await centre!.act(handed!.taskId, 'claim', 5)).body.code).toBe('not-found');
  });

  it('for moves between wards there are these alone, with names and without facts', async () => {
    const ward = freshWard();
    const moving = OrdersOfCase.task();
    await opened(ward, {});
    await desk.apply(await desk.newCase(ward, 'move-between-wards').open([moving]));
    const officer = await desk.as({ roles: ['ward-transfer'], wards: [ward] });
    const { body } = await officer.list();
    expect(body.items.map(({ taskId }) => taskId)).toEqual([moving.taskId]);
    const seen = (await officer.read(moving.taskId)).body;
    expect(seen).toMatchObject({ facts: {}, history: [], withheld: ['facts', 'words', 'history'] });
    expect(seen.identities.length).toBeGreaterThan(0);
    expect((await officer.act(moving.taskId, 'claim', 1)).body.code).toBe('forbidden');
  });

  it('a citizen may not call any of it', async () => {
    const [task] = await opened(WARD, {});
    const citizen = await desk.as({ roles: ['citizen'] });
    for (const test of [
      citizen.list(),
      citizen.read(task!.taskId),
      citizen.act(task!.taskId, 'claim', 1),
    ])
      expect((await test).body).toMatchObject({ status: 403, code: 'forbidden' });
  });

  it('a part that is not what its contract lays down is unreadable, and nothing else', async () => {
    const ward = freshWard();
    const orders = desk.newCase(ward);
    const [odd, sound] = [OrdersOfCase.task(), OrdersOfCase.task()];
    await desk.apply(await orders.open([odd, sound]));
    await desk.apply(await orders.correct(odd.taskId, { answers: [], facts: '架空' } as never));
    const officer = await officerOf(ward);
    const { body } = await officer.list();
    const states = new Map(body.items.map(({ taskId, personal }) => [taskId, personal]));
    expect(states.get(odd.taskId)).toBe('unreadable');
    expect(states.get(sound.taskId)).toBe('readable');
    expect((await officer.read(odd.taskId)).body).toMatchObject({ personal: 'unreadable' });
  });

  it('what can be no id is not found', async () => {
    expect((await (await officerOf(WARD)).read('42')).body.code).toBe('not-found');
  });

  it('the detail holds the facts and identities of this task and nobody else’s', async () => {
    const ward = freshWard();
    const [task] = await opened(ward, { persons: ['p1'] }, { persons: ['p2'] });
    const { body, headers } = await (await officerOf(ward)).read(task!.taskId);
    expect(headers['etag']).toBe('"1"');
    expect(body).toMatchObject({
      identities: [FATHER],
      facts: { eventDate: '2026-03-28' },
      personal: 'readable',
      history: [{ version: 1, action: 'open', actor: 'life-events', from: null, to: 'RECEIVED' }],
    });
    expect(body.identities).toHaveLength(1);
  });
});
