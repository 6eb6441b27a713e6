import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OrdersOfCase } from '../../testing/orders.js';
import { createTestSection, type TestSection } from '../../testing/test-section.js';

let desk: TestSection;

beforeAll(async () => {
  desk = await createTestSection('resident');
});
afterAll(() => desk.drop());

const TABLES = ['task', 'received_part', 'correction', 'task_history'];
/** Every ward that anything kept of the case lies in, by table. */
const wardsOf = async (caseId: string): Promise<unknown[]> => {
  const all = await Promise.all(
    TABLES.map((table) => {
      const of =
        table === 'task_history'
          ? 'task_id IN (SELECT id FROM task WHERE case_id = $1)'
          : 'case_id = $1';
      return desk.raw<{ ward: string }>(`SELECT DISTINCT ward FROM ${table} WHERE ${of}`, [caseId]);
    }),
  );
  return all.map((rows) => rows.map(({ ward }) => ward).sort());
};

describe('an order to change the ward', () => {
  it('takes everything that is kept of the case along, and nothing of another one', async () => {
    const [orders, other] = [desk.newCase('14133'), desk.newCase('14133')];
    const task = OrdersOfCase.task();
    await desk.apply(await orders.open([task]), await other.open([OrdersOfCase.task()]));
    const answers = { answers: [{ item: 'proof', value: 'はい' }] };
    await desk.apply(await orders.correct(task.taskId, answers));
    const said = await desk.said(orders.caseId);
    expect(await desk.apply(await orders.changeWard('protected'))).toEqual([]);
    expect(await wardsOf(orders.caseId)).toEqual(TABLES.map(() => ['protected']));
    expect((await wardsOf(other.caseId))[0]).toEqual(['14133']);
    expect(await desk.said(orders.caseId)).toEqual(said);
  });

  it('counts for what comes before and after it in the same chunk', async () => {
    const orders = desk.newCase('14133');
    const task = OrdersOfCase.task({ waitsFor: ['move-in'] });
    const chunk = [
      await orders.open([task]),
      await orders.changeWard('protected'),
      await orders.release(task.taskId),
    ];
    await desk.apply(...chunk);
    expect((await wardsOf(orders.caseId))[0]).toEqual(['protected']);
    expect((await desk.said(orders.caseId)).at(-1)?.data).toMatchObject({ ward: 'protected' });
    await desk.apply(await orders.changeWard('14134'));
    expect((await wardsOf(orders.caseId))[3]).toEqual(['14134']);
  });

  it('gives back the claim of who held a task and may not see it any more', async () => {
    const orders = desk.newCase('14133');
    const [held, waiting] = [OrdersOfCase.task(), OrdersOfCase.task()];
    await desk.apply(await orders.open([held, waiting]));
    await desk.raw(
      `UPDATE task SET status = 'IN_REVIEW', claimed_by = 'officer-1', claimed_until = now() + interval '1 hour'
       WHERE id = $1`,
      [held.taskId],
    );
    await desk.apply(await orders.changeWard('protected'));
    const sql = 'SELECT id, ward, status, version, claimed_by FROM task WHERE case_id = $1';
    const rows = await desk.raw<{ id: string }>(sql, [orders.caseId]);
    expect(new Map(rows.map(({ id, ...row }) => [id, row]))).toEqual(
      new Map([
        [held.taskId, { ward: 'protected', status: 'RECEIVED', version: 2, claimed_by: null }],
        [waiting.taskId, { ward: 'protected', status: 'RECEIVED', version: 1, claimed_by: null }],
      ]),
    );
    expect((await desk.said(orders.caseId)).at(-1)?.data).toMatchObject({
      ...{ taskId: held.taskId, ward: 'protected', status: 'RECEIVED' },
    });
  });

  it('hides the case from the ward and shows it to those who may see protected persons', async () => {
    const orders = desk.newCase('14133');
    await desk.apply(
      await orders.open([OrdersOfCase.task()]),
      await orders.changeWard('protected'),
    );
    const seenIn = (...wards: string[]) =>
      desk.database.uow.run({ role: 'api', keys: [], wards }, (tx) =>
        tx.query('SELECT id FROM task WHERE case_id = $1', [orders.caseId]),
      );
    expect(await seenIn('14133')).toEqual([]);
    expect(await seenIn('14133', 'protected')).toHaveLength(1);
  });
});
