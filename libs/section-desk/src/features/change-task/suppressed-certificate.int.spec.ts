import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OrdersOfCase } from '../../testing/orders.js';
import { startSectionApp, type SectionApp } from '../../testing/section-app.js';

let desk: SectionApp;

beforeAll(async () => {
  desk = await startSectionApp('resident');
});
afterAll(() => desk.drop());

describe('a certificate for a protected person', () => {
  it('is an error for whoever is in charge, and there for nobody else', async () => {
    const orders = desk.newCase();
    const task = OrdersOfCase.task({ procedureId: 'certificate-issuance', delivers: true });
    await desk.apply(await orders.open([task]));
    const officer = await desk.as();
    expect((await officer.act(task.taskId, 'claim', 1)).status).toBe(200);
    await desk.apply(await orders.changeWard('protected'));

    expect((await officer.read(task.taskId)).status).toBe(404);
    const late = await officer.act(task.taskId, 'decision', 2, { outcome: 'accepted' });
    expect(late.status).toBe(404);
    expect((await officer.list()).body.items).toEqual([]);

    const roles = ['reviewer', 'decider', 'protected-persons'] as const;
    const inCharge = await desk.as({ sub: 'in-charge', roles });
    const claimed = await inCharge.act(task.taskId, 'claim', 3);
    expect(claimed).toMatchObject({ status: 200, body: { status: 'IN_REVIEW', version: 4 } });
    const body = { outcome: 'accepted' };
    for (const tried of [body, { outcome: 'rejected', reason: '支援措置' }])
      expect(await inCharge.act(task.taskId, 'decision', 4, tried)).toMatchObject({
        ...{ status: 409, body: { code: 'suppressed-person' } },
      });
    expect((await desk.said(orders.caseId)).at(-1)?.data).toMatchObject({ status: 'IN_REVIEW' });
  });

  it('that was decided before is not handed over', async () => {
    const orders = desk.newCase();
    const task = OrdersOfCase.task({ procedureId: 'certificate-issuance', delivers: true });
    await desk.apply(await orders.open([task]));
    const officer = await desk.as();
    await officer.act(task.taskId, 'claim', 1);
    const decided = await officer.act(task.taskId, 'decision', 2, { outcome: 'accepted' });
    expect(decided.body.status).toBe('DECIDED');
    await desk.apply(await orders.changeWard('protected'));
    expect((await officer.act(task.taskId, 'delivery', 3)).status).toBe(404);
    const inCharge = await desk.as({ sub: 'in-charge', roles: ['decider', 'protected-persons'] });
    expect((await inCharge.act(task.taskId, 'delivery', 3)).body.code).toBe('suppressed-person');
  });
});
