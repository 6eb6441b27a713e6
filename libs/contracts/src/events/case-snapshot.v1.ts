import {
  CASE_STATUSES,
  HOLD_REASONS,
  TASK_STATUSES,
  WITHDRAWAL_STATES,
  type CaseStatus,
  type HoldReason,
  type TaskStatus,
  type WithdrawalState,
} from '../code-lists.js';
import { SECTIONS, type EventContract, type SectionName } from '../event-contract.js';
import {
  closed,
  code,
  counter,
  flag,
  instant,
  itemCode,
  listOf,
  oneOf,
  orNull,
  personId,
  plainDate,
  ruleCode,
  text,
  uuid,
  wardCode,
} from '../schema/json-schema.js';
import { EXAMPLE } from './example-ids.js';
import { EXAMPLE_TASK, openedTaskFields, type OpenedTask } from './open-tasks.v1.js';

export interface SnapshotTask extends Omit<OpenedTask, 'waitsFor'> {
  section: SectionName;
  status: TaskStatus;
  /** The version that the section gave this state; 0 until the section has said something. */
  version: number;
  held: HoldReason | null;
  returnedItems: string[];
  dependsOn: string[];
  withdrawalRefused: boolean;
}

/** A procedure of an office outside the three sections: where, how and by when stands in the catalogue and here. */
export interface SnapshotReferral {
  procedureId: string;
  ruleId: string;
  persons: string[];
  requirement: 'required' | 'offered';
  visitRequired: boolean;
  deadline: string | null;
  deadlineRule: string;
}

/** A procedure that hangs on an open question. */
export interface SnapshotOpenQuestion {
  fact: string;
  person: string | null;
  procedures: string[];
}

/** The one truth about a case that other services read. */
export interface CaseSnapshotData {
  caseId: string;
  applicationId: string;
  version: number;
  status: CaseStatus;
  ward: string;
  lifeEvent: string;
  ruleSet: string;
  withdrawal: WithdrawalState;
  tasks: SnapshotTask[];
  referrals: SnapshotReferral[];
  offered: string[];
  maybe: string[];
  questions: SnapshotOpenQuestion[];
  automaticEffects: string[];
  informational: string[];
  openedAt: string;
  changedAt: string;
  closedAt: string | null;
}

/** What officers wrote for the citizen, by task. */
export interface CaseSnapshotSealed {
  notes: { taskId: string; note?: string; items?: { item: string; note: string }[] }[];
}

const taskSchema = closed({
  ...openedTaskFields,
  section: oneOf(SECTIONS),
  status: oneOf(TASK_STATUSES),
  version: { type: 'integer', minimum: 0 },
  held: orNull(oneOf(HOLD_REASONS)),
  returnedItems: listOf(itemCode, 50),
  dependsOn: listOf(code, 100),
  withdrawalRefused: flag,
});

const referralSchema = closed({
  procedureId: code,
  ruleId: ruleCode,
  persons: listOf(personId, 20),
  requirement: openedTaskFields.requirement,
  visitRequired: flag,
  deadline: orNull(plainDate),
  deadlineRule: code,
});

const questionSchema = closed({
  fact: code,
  person: orNull(personId),
  procedures: listOf(code, 100),
});

const snapshotSchema = closed({
  caseId: uuid,
  applicationId: uuid,
  version: counter,
  status: oneOf(CASE_STATUSES),
  ward: wardCode,
  lifeEvent: code,
  ruleSet: code,
  withdrawal: oneOf(WITHDRAWAL_STATES),
  tasks: listOf(taskSchema, 100),
  referrals: listOf(referralSchema, 100),
  offered: listOf(code, 100),
  maybe: listOf(code, 100),
  questions: listOf(questionSchema, 100),
  automaticEffects: listOf(text(300), 100),
  informational: listOf(text(300), 100),
  openedAt: instant,
  changedAt: instant,
  closedAt: orNull(instant),
});

const notesSchema = closed({
  notes: listOf(
    closed(
      {
        taskId: uuid,
        note: text(2000),
        items: listOf(closed({ item: itemCode, note: text(500) }), 50),
      },
      ['note', 'items'],
    ),
  ),
});

function exampleOf(status: CaseStatus): CaseSnapshotData {
  const { waitsFor, ...task } = EXAMPLE_TASK;
  return {
    caseId: EXAMPLE.caseId,
    applicationId: EXAMPLE.applicationId,
    version: 3,
    status,
    ward: EXAMPLE.ward,
    lifeEvent: 'birth',
    ruleSet: 'kawasaki-2026-11',
    withdrawal: 'none',
    tasks: [
      {
        ...task,
        section: 'childcare',
        status: status === 'CLOSED' ? 'DECIDED' : 'WAITING_PREDECESSOR',
        version: 2,
        held: null,
        returnedItems: [],
        dependsOn: waitsFor,
        withdrawalRefused: false,
      },
    ],
    referrals: [],
    offered: ['nursery-application'],
    maybe: ['premature-medical-care'],
    questions: [
      { fact: 'hospitalizedForPrematurity', person: null, procedures: ['premature-medical-care'] },
    ],
    automaticEffects: ['住民票への職権記載（出生）'],
    informational: [],
    openedAt: EXAMPLE.at,
    changedAt: EXAMPLE.at,
    closedAt: status === 'CLOSED' ? EXAMPLE.at : null,
  };
}

function snapshot(
  what: string,
  summary: string,
  status: CaseStatus,
): EventContract<CaseSnapshotData, CaseSnapshotSealed> {
  return {
    type: `madoguchi.case.${what}`,
    topic: 'madoguchi.life-events.case.v1',
    kind: 'event',
    writer: 'life-events',
    readers: ['applications'],
    start: 'any',
    summary,
    schema: snapshotSchema,
    example: exampleOf(status),
    sealedFor: 'applications',
    sealedSchema: notesSchema,
    sealedExample: { notes: [{ taskId: EXAMPLE.taskId, note: '口座の名義をご確認ください。' }] },
  };
}

export const CaseOpenedV1 = snapshot(
  'opened',
  'A case (案件) was opened: its first full snapshot.',
  'OPEN',
);
export const CaseChangedV1 = snapshot(
  'changed',
  'The case has a new state: a full snapshot.',
  'OPEN',
);
export const CaseClosedV1 = snapshot(
  'closed',
  'Every task of the case has ended: the last full snapshot.',
  'CLOSED',
);
