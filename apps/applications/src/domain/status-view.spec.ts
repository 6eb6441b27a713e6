import { describe, expect, it } from '@jest/globals';
import { CaseOpenedV1, TASK_STATUSES, type SnapshotTask } from '@app/contracts';
import { viewOfAccepted, viewOfSnapshot } from './status-view.js';

const find = (procedureId: string) => ({
  nameJa: `${procedureId}の名`,
  nameEn: procedureId,
  receptionCounter: '区民課',
  law: '法',
});

function viewOfTask(
  change: Partial<SnapshotTask>,
  notes = new Map<string, { items: { item: string; note: string }[] }>(),
) {
  const [example] = CaseOpenedV1.example.tasks;
  if (example === undefined) throw new Error('the example has a task');
  const snapshot = { ...CaseOpenedV1.example, tasks: [{ ...example, ...change }] };
  const [procedure] = viewOfSnapshot(snapshot, notes, find, false).procedures;
  if (procedure === undefined) throw new Error('the view has the task');
  return procedure;
}

describe('status view', () => {
  it('says before the first snapshot that the filing is accepted', () => {
    expect(viewOfAccepted(false)).toMatchObject({
      status: 'ACCEPTED',
      version: 0,
      procedures: [],
      withdrawal: 'none',
    });
    expect(viewOfAccepted(true).withdrawal).toBe('requested');
  });

  it.each(TASK_STATUSES)('has words in both languages for %s', (status) => {
    const view = viewOfTask({ status });
    for (const words of [view.statusJa, view.statusEn, view.nextStepJa, view.nextStepEn])
      expect(words).not.toBe('');
  });

  it('puts a returned task into the citizen’s hands, with the officer’s words beside each item', () => {
    const taskId = CaseOpenedV1.example.tasks[0]?.taskId ?? '';
    const notes = new Map([
      [taskId, { items: [{ item: 'bank-account', note: '口座をお知らせください。' }] }],
    ]);
    const view = viewOfTask({ status: 'RETURNED', returnedItems: ['bank-account', 'seal'] }, notes);
    expect(view.holder).toBe('citizen');
    expect(view.returnedItems).toEqual([
      { item: 'bank-account', note: '口座をお知らせください。' },
      { item: 'seal', note: null },
    ]);
  });

  it('asks for a visit only where one is required and the section can receive it', () => {
    expect(viewOfTask({ status: 'RECEIVED', visitRequired: true }).holder).toBe('citizen');
    expect(viewOfTask({ status: 'WAITING_PREDECESSOR', visitRequired: true }).holder).toBe(
      'section',
    );
    expect(viewOfTask({ status: 'RECEIVED', visitRequired: false }).holder).toBe('section');
  });

  it('does not call a decided task finished while something is to be delivered', () => {
    expect(viewOfTask({ status: 'DECIDED', delivers: true }).holder).toBe('section');
    expect(viewOfTask({ status: 'DECIDED', delivers: false }).holder).toBe('nobody');
    expect(viewOfTask({ status: 'DELIVERED', delivers: true }).holder).toBe('nobody');
  });

  it('says that a task is on its way until the section has it', () => {
    expect(viewOfTask({ status: 'RECEIVED', version: 0 })).toMatchObject({
      received: false,
      holder: 'section',
    });
    expect(viewOfTask({ status: 'RECEIVED', version: 1 }).received).toBe(true);
  });

  it('keeps the citizen’s wish to withdraw in sight until the case answers it', () => {
    expect(viewOfSnapshot(CaseOpenedV1.example, new Map(), find, true).withdrawal).toBe(
      'requested',
    );
    const refused = { ...CaseOpenedV1.example, withdrawal: 'refused' as const };
    expect(viewOfSnapshot(refused, new Map(), find, true).withdrawal).toBe('refused');
  });
});
