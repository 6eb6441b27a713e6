import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  SECTIONS,
  type SectionName,
  type TaskChangedData,
  type TasksReceivedData,
} from '@app/contracts';
import { undeclaredRoutes } from '@app/auth';
import { openApiDocument } from '@app/service-host';
import { until } from '../../../../../test/support/until.js';
import { OrdersOfCase } from '../../testing/orders.js';
import { startSectionsOnTheLog, type SectionsOnTheLog } from '../../testing/sections-on-the-log.js';

let desks: SectionsOnTheLog;

beforeAll(async () => {
  desks = await startSectionsOnTheLog();
}, 30_000);
afterAll(() => desks.stop());

const heardOf = (caseId: string): [unknown, unknown][] =>
  desks.heard
    .filter(({ key }) => key === caseId)
    .flatMap(({ data }) => (data as Partial<TasksReceivedData>).tasks ?? (data as TaskChangedData))
    .map(({ status, version }) => [status, version]);

const hears = (caseId: string, count: number): Promise<void> =>
  until(`${count} facts about ${caseId}`, () => heardOf(caseId).length >= count, 20_000);

async function openedAt(section: SectionName) {
  const orders = desks.newCase(section);
  const task = OrdersOfCase.task();
  await desks.say(await orders.open([task]));
  return { orders, taskId: task.taskId };
}

describe('three sections in one process', () => {
  it('get their own tasks over the log, and show them at their own desks only', async () => {
    const opened = new Map<SectionName, string>();
    for (const section of SECTIONS) {
      const { orders, taskId } = await openedAt(section);
      await hears(orders.caseId, 1);
      opened.set(section, taskId);
    }
    for (const section of SECTIONS) {
      const desk = await desks.as(section);
      expect((await desk.list()).body.items.map(({ taskId }) => taskId)).toEqual([
        opened.get(section),
      ]);
      for (const other of SECTIONS.filter((name) => name !== section))
        expect((await desk.read(opened.get(other)!)).status).toBe(404);
    }
  });

  it('tell life-events each change, orders and officers’ actions in one order', async () => {
    const { orders, taskId } = await openedAt('resident');
    await hears(orders.caseId, 1);
    const desk = await desks.as('resident');
    await desk.act(taskId, 'claim', 1);
    await desk.act(taskId, 'return', 2, { items: [{ item: 'contract', note: '契約書の写し' }] });
    await desks.say(
      await orders.correct(taskId, { answers: [{ item: 'contract', value: '送りました' }] }),
    );
    await hears(orders.caseId, 4);
    await desk.act(taskId, 'claim', 4);
    await desk.act(taskId, 'decision', 5, { outcome: 'accepted' });
    await hears(orders.caseId, 6);
    expect(heardOf(orders.caseId)).toEqual([
      ['RECEIVED', 1],
      ['IN_REVIEW', 2],
      ['RETURNED', 3],
      ['RECEIVED', 4],
      ['IN_REVIEW', 5],
      ['DECIDED', 6],
    ]);
  });

  it('park an order for a task that they do not have, and go on with every other case', async () => {
    const bad = await openedAt('insurance');
    const unknown = '0197a3c0-0000-7000-8000-00000000beef';
    await desks.say(await bad.orders.release(unknown), await bad.orders.withdraw(bad.taskId));
    const good = await openedAt('insurance');
    await hears(good.orders.caseId, 1);
    const parked = async () =>
      (await desks.parked('insurance')).filter(({ key }) => key === bad.orders.caseId);
    await until('both are parked', async () => (await parked()).length === 2, 20_000);
    expect(await parked()).toMatchObject([
      { sequence: '2', reason: 'failed' },
      { sequence: '3', reason: 'behind' },
    ]);
    expect(heardOf(bad.orders.caseId)).toEqual([['RECEIVED', 1]]);
  });

  it('are documented route by route, each under a name of its own', () => {
    const { paths } = openApiDocument(desks.host.app, { title: 'sections', description: '' });
    const operations = Object.entries(paths).flatMap(([path, methods]) =>
      Object.values(methods as Record<string, { operationId: string }>).map((operation) => ({
        path,
        id: operation.operationId,
      })),
    );
    const own = operations.filter(({ path }) => path.includes('/tasks'));
    expect(own).toHaveLength(3 * 8);
    expect(new Set(own.map(({ id }) => id)).size).toBe(own.length);
    expect(Object.keys(paths)).toContain('/v1/childcare/tasks/{id}/decision');
  });

  it('declare for each route who may call it', () => {
    expect(undeclaredRoutes(desks.host.app)).toEqual([]);
  });
});
