import type { CaseSnapshotData } from '@app/contracts';

export interface AnswerRef {
  taskId: string;
  item: string;
}

export type CorrectionRefusal = 'already-ended' | 'nothing-returned';
export type AnswerFault = { index: number; fault: 'unknown-task' | 'unknown-item' };

const ENDED = new Set(['CLOSED', 'WITHDRAWN']);

/** A citizen may correct while something is returned and the case has not ended. */
export function refusalOfCorrection(
  snapshot: CaseSnapshotData | null,
): CorrectionRefusal | undefined {
  if (snapshot === null) return 'nothing-returned';
  if (ENDED.has(snapshot.status)) return 'already-ended';
  return snapshot.tasks.some((task) => task.status === 'RETURNED') ? undefined : 'nothing-returned';
}

/** Which answers do not answer an item that a section named. */
export function faultsOfAnswers(
  snapshot: CaseSnapshotData,
  answers: readonly AnswerRef[],
): AnswerFault[] {
  return answers.flatMap(({ taskId, item }, index): AnswerFault[] => {
    const task = snapshot.tasks.find((one) => one.taskId === taskId && one.status === 'RETURNED');
    if (task === undefined) return [{ index, fault: 'unknown-task' }];
    return task.returnedItems.includes(item) ? [] : [{ index, fault: 'unknown-item' }];
  });
}

/** The answered items, task by task, in the order in which the tasks are first answered. */
export function answeredByTask(
  answers: readonly AnswerRef[],
): { taskId: string; items: string[] }[] {
  const byTask = new Map<string, string[]>();
  for (const { taskId, item } of answers) {
    const items = byTask.get(taskId) ?? [];
    if (!items.includes(item)) items.push(item);
    byTask.set(taskId, items);
  }
  return [...byTask].map(([taskId, items]) => ({ taskId, items }));
}
