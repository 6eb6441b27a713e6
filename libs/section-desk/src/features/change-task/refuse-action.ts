import { Problem } from '@app/observability';
import { allowedActions, type RefusalCode } from '../../domain/action.decision.js';
import type { TaskRecord } from '../../persistence/task-record.js';
import { etagOf } from '../task-version.js';

function stateDetail(task: TaskRecord): string {
  const actions = allowedActions(task).join(', ');
  return (
    `現在の状態: ${task.status}。できる操作: ${actions || 'なし'}。 / ` +
    `The task is ${task.status}; allowed: ${actions || 'nothing'}.`
  );
}

function claimDetail({ claim }: TaskRecord): string {
  const until = claim?.until.toISOString() ?? '-';
  return `担当: ${claim?.by ?? '-'} (${until} まで) / Claimed by ${claim?.by ?? '-'} until ${until}.`;
}

function detailOf(task: TaskRecord, code: RefusalCode): string {
  switch (code) {
    case 'illegal-move':
    case 'not-claimed':
      return stateDetail(task);
    case 'claimed-by-other':
      return claimDetail(task);
    case 'suppressed-person':
      return '支援措置の担当者に連絡してください。 / Ask whoever is in charge of protected persons.';
    case 'task-held':
      return `保留の理由: ${task.held ?? '-'} / Held: ${task.held ?? '-'}.`;
    default:
      return code satisfies never;
  }
}

/** Why an action was refused, with the state and what it allows. */
export const refusedAction = (task: TaskRecord, code: RefusalCode): Problem =>
  new Problem(code, { detail: detailOf(task, code), headers: { etag: etagOf(task) } });
