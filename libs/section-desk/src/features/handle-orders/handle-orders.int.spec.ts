import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { dataSourceFor, schemaDrift } from '@app/persistence';
import { sectionDeskEntities } from '../../persistence/entities.js';
import { OrdersOfCase, planOf } from '../../testing/orders.js';
import { createTestSection, type TestSection } from '../../testing/test-section.js';

let desk: TestSection;

beforeAll(async () => {
  desk = await createTestSection('insurance');
});
afterAll(() => desk.drop());

const statesOf = (caseId: string) =>
  desk.raw<{ id: string; status: string; version: number; held: string | null; final: boolean }>(
    'SELECT id, status, version, held, final FROM task WHERE case_id = $1 ORDER BY id',
    [caseId],
  );

describe('the orders of a case', () => {
  it('open its tasks, answered with the first state of each in one event', async () => {
    const orders = desk.newCase();
    const ready = OrdersOfCase.task({ procedureId: 'nhi-enroll' });
    const waiting = OrdersOfCase.task({ procedureId: 'np-category1', waitsFor: ['move-in'] });
    expect(await desk.apply(await orders.open([ready, waiting]))).toEqual([]);
    expect(await statesOf(orders.caseId)).toMatchObject([
      { id: ready.taskId, status: 'RECEIVED', version: 1, held: null, final: false },
      { id: waiting.taskId, status: 'WAITING_PREDECESSOR', version: 1 },
    ]);
    const { caseId } = orders;
    expect(await desk.said(caseId)).toMatchObject([
      {
        sequence: 1,
        type: 'madoguchi.insurance.tasks-received',
        data: {
          caseId,
          tasks: [
            { taskId: ready.taskId, procedureId: 'nhi-enroll', status: 'RECEIVED', version: 1 },
            { taskId: waiting.taskId, status: 'WAITING_PREDECESSOR', version: 1 },
          ],
        },
      },
    ]);
  });

  it('take effect in their order within one chunk, one event and one row of history per change', async () => {
    const orders = desk.newCase();
    const task = OrdersOfCase.task({ waitsFor: ['move-in'] });
    const { taskId } = task;
    const chunk = [
      await orders.open([task]),
      await orders.hold(taskId),
      await orders.release(taskId),
      await orders.withdraw(taskId),
    ];
    expect(await desk.apply(...chunk)).toEqual([]);
    expect(await statesOf(orders.caseId)).toMatchObject([
      { status: 'WITHDRAWN', version: 4, held: null, final: true },
    ]);
    const said = await desk.said(orders.caseId);
    expect(said.map(({ data }) => [data['status'], data['held'], data['version']])).toEqual([
      [undefined, undefined, undefined],
      ['WAITING_PREDECESSOR', 'superseded', 2],
      ['RECEIVED', null, 3],
      ['WITHDRAWN', null, 4],
    ]);
    const history = await desk.raw<{ action: string }>(
      'SELECT action, actor FROM task_history WHERE task_id = $1 ORDER BY version',
      [taskId],
    );
    expect(history.map(({ action }) => action)).toEqual(['open', 'hold', 'release', 'withdraw']);
  });

  it('change nothing when they are repeated', async () => {
    const orders = desk.newCase();
    const task = OrdersOfCase.task();
    await desk.apply(await orders.open([task]));
    const correction = { answers: [{ item: 'bank-account', value: '窓口銀行 普通 0000000' }] };
    const correctionId = '0197a3c0-0000-7000-8000-00000000cafe';
    await desk.apply(
      await orders.open([task]),
      await orders.release(task.taskId),
      await orders.correct(task.taskId, correction, { correctionId }),
      await orders.correct(task.taskId, correction, { correctionId }),
      await orders.withdraw(task.taskId),
      await orders.withdraw(task.taskId),
    );
    expect(await statesOf(orders.caseId)).toMatchObject([{ status: 'WITHDRAWN', version: 3 }]);
    expect(await desk.said(orders.caseId)).toHaveLength(3);
  });

  it('replace the plan of a task by what a correction made of it, as one change', async () => {
    const orders = desk.newCase();
    const task = OrdersOfCase.task();
    const plan = planOf(task, { deadline: null, deadlineRule: 'NONE', persons: ['p1'] });
    await desk.apply(await orders.open([task]));
    const correction = await orders.correct(task.taskId, { answers: [] }, { plan });
    expect(await desk.apply(correction)).toEqual([]);
    const kept = 'deadline, deadline_rule, persons, queue_date::text AS place, version';
    expect(await desk.raw(`SELECT ${kept} FROM task WHERE id = $1`, [task.taskId])).toMatchObject([
      { deadline: null, deadline_rule: 'NONE', persons: ['p1'], place: 'infinity', version: 2 },
    ]);
    const history = await desk.raw(
      'SELECT action, actor, version FROM task_history WHERE task_id = $1 AND version > 1',
      [task.taskId],
    );
    expect(history).toEqual([{ action: 'correct', actor: 'life-events', version: 2 }]);
    expect(await desk.said(orders.caseId)).toHaveLength(2);
  });

  it('add the tasks that a later determination found, beside those that are there', async () => {
    const orders = desk.newCase();
    const first = OrdersOfCase.task({ procedureId: 'nhi-enroll' });
    const second = OrdersOfCase.task({ procedureId: 'np-category1' });
    await desk.apply(await orders.open([first]));
    expect(await desk.apply(await orders.open([first, second]))).toEqual([]);
    expect(await statesOf(orders.caseId)).toHaveLength(2);
  });

  it('refuse to withdraw what is decided, and say so', async () => {
    const orders = desk.newCase();
    const task = OrdersOfCase.task();
    await desk.apply(await orders.open([task]));
    await desk.raw("UPDATE task SET status = 'DECIDED', final = true, version = 3 WHERE id = $1", [
      task.taskId,
    ]);
    await desk.apply(await orders.withdraw(task.taskId));
    expect((await desk.said(orders.caseId)).at(-1)).toMatchObject({
      type: 'madoguchi.insurance.withdrawal-refused',
      data: { taskId: task.taskId, status: 'DECIDED', version: 3 },
    });
  });

  it('fail alone: other cases of the chunk, and the case itself up to there, go on', async () => {
    const [bad, good] = [desk.newCase(), desk.newCase()];
    const known = OrdersOfCase.task();
    const chunk = [
      await bad.open([known]),
      await bad.release('0197a3c0-0000-7000-8000-00000000beef'),
      await bad.withdraw(known.taskId),
      await good.open([OrdersOfCase.task()]),
    ];
    const failures = await desk.apply(...chunk);
    expect(failures).toMatchObject([{ delivery: chunk[1], error: { code: 'task-unknown' } }]);
    expect(failures[0]?.dead).not.toBe(true);
    expect(await statesOf(bad.caseId)).toMatchObject([{ status: 'RECEIVED', version: 1 }]);
    expect(await statesOf(good.caseId)).toHaveLength(1);
  });

  it('are dead when they give a procedure of the case a second task', async () => {
    const orders = desk.newCase();
    const task = OrdersOfCase.task({ procedureId: 'nhi-enroll' });
    await desk.apply(await orders.open([task]));
    const other = OrdersOfCase.task({ procedureId: 'nhi-enroll' });
    const fresh = OrdersOfCase.task({ procedureId: 'np-category1' });
    const failures = await desk.apply(await orders.open([fresh, other]));
    expect(failures).toMatchObject([{ dead: true, error: { code: 'task-opened-otherwise' } }]);
    expect(await statesOf(orders.caseId)).toHaveLength(1);
  });

  it('leave nothing personal in clear in any table', async () => {
    const orders = desk.newCase();
    const task = OrdersOfCase.task();
    await desk.apply(await orders.open([task]));
    await desk.apply(
      await orders.correct(task.taskId, { answers: [{ item: 'phone', value: '窓口へ電話' }] }),
    );
    const tables = ['task', 'received_part', 'correction', 'task_history'];
    const texts = [
      ...tables.map((table) => `SELECT to_jsonb(t)::text AS text FROM ${table} AS t`),
      "SELECT convert_from(payload, 'UTF8') || headers::text AS text FROM outbox",
    ];
    for (const sql of texts) {
      const rows = await desk.raw<{ text: string }>(sql);
      expect(rows.length).toBeGreaterThan(0);
      expect(JSON.stringify(rows)).not.toMatch(/窓口|太郎|2026-03-28/);
    }
  });

  it('are done with the rights of the narrow roles only', async () => {
    const as = (role: string, sql: string) =>
      desk
        .raw(`BEGIN; SET LOCAL ROLE insurance_${role}; ${sql}`)
        .finally(() => desk.raw('ROLLBACK'));
    await expect(as('worker', 'DELETE FROM task')).rejects.toThrow('permission denied');
    await expect(as('api', "UPDATE task SET ward = '14133'")).rejects.toThrow('permission denied');
    await expect(as('api', 'UPDATE task SET deadline = NULL')).rejects.toThrow('permission denied');
    await expect(as('intake', 'SELECT FROM task')).rejects.toThrow('permission denied');
  });
});

describe('the tables of the section desk', () => {
  it('agree with the entities', async () => {
    const dataSource = dataSourceFor(
      { service: desk.section, adminUrl: desk.database.adminUrl },
      { entities: sectionDeskEntities },
    );
    await dataSource.initialize();
    try {
      expect(await schemaDrift(dataSource)).toEqual([]);
    } finally {
      await dataSource.destroy();
    }
  });
});
