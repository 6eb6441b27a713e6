import { describe, expect, it } from '@jest/globals';
import { CaseOpenedV1, type CaseSnapshotData, type TaskStatus } from '@app/contracts';
import { answeredByTask, faultsOfAnswers, refusalOfCorrection } from './correction.rule.js';
import { refusalOfWithdrawal } from './withdrawal.rule.js';

function snapshotWith(
  status: TaskStatus,
  caseStatus: CaseSnapshotData['status'] = 'OPEN',
): CaseSnapshotData {
  const tasks = CaseOpenedV1.example.tasks.map((task) => ({
    ...task,
    status,
    returnedItems: status === 'RETURNED' ? ['bank-account'] : [],
  }));
  return { ...CaseOpenedV1.example, status: caseStatus, tasks };
}
const taskId = CaseOpenedV1.example.tasks[0]?.taskId ?? '';

describe('correction', () => {
  it('is open only while a section has returned something', () => {
    expect(refusalOfCorrection(null)).toBe('nothing-returned');
    expect(refusalOfCorrection(snapshotWith('IN_REVIEW'))).toBe('nothing-returned');
    expect(refusalOfCorrection(snapshotWith('RETURNED', 'ACTION_NEEDED'))).toBeUndefined();
    expect(refusalOfCorrection(snapshotWith('WITHDRAWN', 'WITHDRAWN'))).toBe('already-ended');
  });

  it('answers only items that were named', () => {
    const returned = snapshotWith('RETURNED', 'ACTION_NEEDED');
    expect(faultsOfAnswers(returned, [{ taskId, item: 'bank-account' }])).toEqual([]);
    expect(faultsOfAnswers(returned, [{ taskId, item: 'seal' }])).toEqual([
      { index: 0, fault: 'unknown-item' },
    ]);
    expect(faultsOfAnswers(returned, [{ taskId: 'other', item: 'bank-account' }])).toEqual([
      { index: 0, fault: 'unknown-task' },
    ]);
  });

  it('names each answered item once per task', () => {
    expect(
      answeredByTask([
        { taskId: 'a', item: 'x' },
        { taskId: 'b', item: 'x' },
        { taskId: 'a', item: 'x' },
        { taskId: 'a', item: 'y' },
      ]),
    ).toEqual([
      { taskId: 'a', items: ['x', 'y'] },
      { taskId: 'b', items: ['x'] },
    ]);
  });
});

describe('withdrawal', () => {
  it('may be asked once, until the case has ended', () => {
    expect(refusalOfWithdrawal(null, null)).toBeUndefined();
    expect(refusalOfWithdrawal(snapshotWith('RECEIVED'), null)).toBeUndefined();
    expect(refusalOfWithdrawal(snapshotWith('RECEIVED'), new Date(0))).toBe(
      'withdrawal-already-requested',
    );
    expect(refusalOfWithdrawal(snapshotWith('DECIDED', 'CLOSED'), null)).toBe('already-ended');
  });
});
