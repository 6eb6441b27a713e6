import { HOLD_REASONS, TASK_STATUSES, type HoldReason, type TaskStatus } from '../code-lists.js';
import type { EventContract, SectionName } from '../event-contract.js';
import {
  closed,
  code,
  counter,
  instant,
  itemCode,
  listOf,
  oneOf,
  orNull,
  text,
  uuid,
  wardCode,
} from '../schema/json-schema.js';
import { EXAMPLE } from './example-ids.js';
import { statusTopic } from './section-topics.js';

/** The whole public state of a task; `version` grows by one with every change. */
export interface TaskChangedData {
  caseId: string;
  taskId: string;
  procedureId: string;
  ward: string;
  status: TaskStatus;
  version: number;
  held: HoldReason | null;
  /** What the citizen still has to bring or answer; empty unless `RETURNED`. */
  returnedItems: string[];
  changedAt: string;
}

/** Words that an officer wrote for the citizen. */
export interface TaskChangedSealed {
  note?: string;
  items?: { item: string; note: string }[];
}

/** The new tasks of one order, as they begin at the section: one word for all of them. */
export interface TasksReceivedData {
  caseId: string;
  ward: string;
  tasks: ReceivedTask[];
  receivedAt: string;
}

export interface ReceivedTask {
  taskId: string;
  procedureId: string;
  status: TaskStatus;
  version: number;
}

export interface WithdrawalRefusedData {
  caseId: string;
  taskId: string;
  status: TaskStatus;
  version: number;
  refusedAt: string;
}

function fact(section: SectionName, what: string) {
  return {
    type: `madoguchi.${section}.${what}`,
    topic: statusTopic(section),
    kind: 'event' as const,
    writer: section,
    readers: ['life-events' as const],
    start: 'first' as const,
  };
}

export const taskChangedOf = (
  section: SectionName,
): EventContract<TaskChangedData, TaskChangedSealed> => ({
  ...fact(section, 'task-changed'),
  summary: 'A task of this section has a new state.',
  schema: closed({
    caseId: uuid,
    taskId: uuid,
    procedureId: code,
    ward: wardCode,
    status: oneOf(TASK_STATUSES),
    version: counter,
    held: orNull(oneOf(HOLD_REASONS)),
    returnedItems: listOf(itemCode, 50),
    changedAt: instant,
  }),
  example: {
    caseId: EXAMPLE.caseId,
    taskId: EXAMPLE.taskId,
    procedureId: 'child-allowance-claim',
    ward: EXAMPLE.ward,
    status: 'RETURNED',
    version: 4,
    held: null,
    returnedItems: ['bank-account'],
    changedAt: EXAMPLE.at,
  },
  sealedFor: 'life-events',
  sealedSchema: closed(
    { note: text(2000), items: listOf(closed({ item: itemCode, note: text(500) }), 50) },
    ['note', 'items'],
  ),
  sealedExample: { items: [{ item: 'bank-account', note: '振込先の口座をお知らせください。' }] },
});

export const tasksReceivedOf = (section: SectionName): EventContract<TasksReceivedData> => ({
  ...fact(section, 'tasks-received'),
  summary: 'The section has the new tasks of one order: each may begin, or waits for another task.',
  schema: closed({
    caseId: uuid,
    ward: wardCode,
    tasks: listOf(
      closed({ taskId: uuid, procedureId: code, status: oneOf(TASK_STATUSES), version: counter }),
      100,
    ),
    receivedAt: instant,
  }),
  example: {
    caseId: EXAMPLE.caseId,
    ward: EXAMPLE.ward,
    tasks: [
      {
        taskId: EXAMPLE.taskId,
        procedureId: 'child-allowance-claim',
        status: 'RECEIVED',
        version: 1,
      },
    ],
    receivedAt: EXAMPLE.at,
  },
});

export const withdrawalRefusedOf = (
  section: SectionName,
): EventContract<WithdrawalRefusedData> => ({
  ...fact(section, 'withdrawal-refused'),
  summary: 'The section had already decided the task and cannot withdraw it.',
  schema: closed({
    caseId: uuid,
    taskId: uuid,
    status: oneOf(TASK_STATUSES),
    version: counter,
    refusedAt: instant,
  }),
  example: {
    caseId: EXAMPLE.caseId,
    taskId: EXAMPLE.taskId,
    status: 'DECIDED',
    version: 5,
    refusedAt: EXAMPLE.at,
  },
});
