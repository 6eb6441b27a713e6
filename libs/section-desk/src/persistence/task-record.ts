import type { OpenedTask, OpenTasksData } from '@app/contracts';
import { isFinal, type Claim, type Task } from '../domain/task.js';

/** A task with all that the section knows about it in clear. */
export interface TaskRecord
  extends
    Task,
    Omit<OpenedTask, 'taskId' | 'procedureId' | 'delivers'>,
    Pick<OpenTasksData, 'applicationId' | 'reference' | 'lifeEvent' | 'ruleSet'> {
  readonly submittedAt: Date;
  /** Sequence of the open-tasks command whose sealed part holds its persons and facts. */
  readonly openedBy: number;
  readonly receivedAt: Date;
  readonly changedAt: Date;
  /** When the case's keys were destroyed: the task is a tombstone then. */
  readonly erasedAt: Date | null;
}

/** What `TASK_COLUMNS` selects: the record, but the claim in two columns. */
export interface TaskRow extends Omit<TaskRecord, 'claim'> {
  readonly claimedBy: string | null;
  readonly claimedUntil: Date | null;
}

export const TASK_COLUMNS = `
  id AS "taskId", case_id AS "caseId", application_id AS "applicationId", reference, ward,
  life_event AS "lifeEvent", rule_set AS "ruleSet", rule_id AS "ruleId", procedure_id AS "procedureId", persons,
  requirement, filing, visit_required AS "visitRequired", visit_basis AS "visitBasis", deadline,
  deadline_rule AS "deadlineRule", no_loss_deadline AS "noLossDeadline", waits_for AS "waitsFor", delivers,
  submitted_at AS "submittedAt", opened_by AS "openedBy", status, version, held, returned_items AS "returnedItems",
  claimed_by AS "claimedBy", claimed_until AS "claimedUntil", received_at AS "receivedAt", changed_at AS "changedAt",
  erased_at AS "erasedAt"`;

export function recordFrom<R extends TaskRow>(row: R): TaskRecord {
  const { claimedBy, claimedUntil, ...rest } = row;
  return { ...rest, claim: claimFrom(claimedBy, claimedUntil) };
}

const claimFrom = (by: string | null, until: Date | null): Claim | null =>
  by === null || until === null ? null : { by, until };

/** The columns that any change of the task may touch. */
export const movableColumns = (task: TaskRecord) => ({
  id: task.taskId,
  status: task.status,
  version: task.version,
  held: task.held,
  returned_items: task.returnedItems,
  claimed_by: task.claim?.by ?? null,
  claimed_until: task.claim?.until ?? null,
  final: isFinal(task),
  changed_at: task.changedAt,
});

/** The columns that a correction may touch as well; the place in the queue follows the deadline. */
const planColumns = (task: TaskRecord) => ({
  rule_id: task.ruleId,
  persons: task.persons,
  requirement: task.requirement,
  filing: task.filing,
  visit_required: task.visitRequired,
  visit_basis: task.visitBasis,
  deadline: task.deadline,
  deadline_rule: task.deadlineRule,
  no_loss_deadline: task.noLossDeadline,
  queue_date: task.deadline ?? 'infinity',
});

export const orderedColumns = (task: TaskRecord) => ({
  ...movableColumns(task),
  ...planColumns(task),
});

export const allColumns = (task: TaskRecord) => ({
  ...orderedColumns(task),
  case_id: task.caseId,
  application_id: task.applicationId,
  reference: task.reference,
  ward: task.ward,
  life_event: task.lifeEvent,
  rule_set: task.ruleSet,
  procedure_id: task.procedureId,
  waits_for: task.waitsFor,
  delivers: task.delivers,
  submitted_at: task.submittedAt,
  opened_by: task.openedBy,
  received_at: task.receivedAt,
});
