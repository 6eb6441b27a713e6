import type { CaseSnapshotData, SnapshotReferral, SnapshotTask } from '@app/contracts';
import {
  APPLICATION_WORDS,
  AWAITING_DELIVERY,
  HELD_NEXT,
  ON_ITS_WAY,
  TASK_WORDS,
  VISIT_NEXT,
  type ApplicationStatus,
  type Holder,
  type Words,
} from './citizen-words.js';

/** What the catalogue says of a procedure to people; the status view needs nothing else of it. */
export interface ProcedureFacts {
  nameJa: string;
  nameEn: string;
  receptionCounter: string;
  law: string;
}
export type FindProcedure = (procedureId: string) => ProcedureFacts;

export interface ReturnedItemView {
  item: string;
  note: string | null;
}

export interface ProcedureView {
  taskId: string;
  procedureId: string;
  nameJa: string;
  nameEn: string;
  section: string;
  persons: string[];
  requirement: string;
  status: string;
  statusJa: string;
  statusEn: string;
  /** The section has confirmed that it has the task. */
  received: boolean;
  holder: Holder;
  held: boolean;
  deadline: string | null;
  noLossDeadline: string | null;
  visitRequired: boolean;
  visitBasis: string;
  receptionCounter: string;
  law: string;
  dependsOn: string[];
  nextStepJa: string;
  nextStepEn: string;
  returnedItems: ReturnedItemView[];
  note: string | null;
  withdrawalRefused: boolean;
}

export interface ReferralView extends SnapshotReferral {
  nameJa: string;
  nameEn: string;
  receptionCounter: string;
  law: string;
}

export interface NamedProcedure {
  procedureId: string;
  nameJa: string;
  nameEn: string;
}

export interface CaseView {
  status: ApplicationStatus;
  statusJa: string;
  statusEn: string;
  version: number;
  withdrawal: string;
  procedures: ProcedureView[];
  referrals: ReferralView[];
  offered: NamedProcedure[];
  maybe: NamedProcedure[];
  questions: CaseSnapshotData['questions'];
  automaticEffects: string[];
  informational: string[];
  changedAt: string | null;
  closedAt: string | null;
}

/** Words that officers wrote for the citizen, opened, by task. */
export type Notes = ReadonlyMap<
  string,
  { note?: string; items?: readonly { item: string; note: string }[] }
>;

/** What the citizen sees before the case has reported back: accepted, and nothing more is known. */
export function viewOfAccepted(withdrawalRequested: boolean): CaseView {
  return {
    status: 'ACCEPTED',
    statusJa: APPLICATION_WORDS.ACCEPTED.ja,
    statusEn: APPLICATION_WORDS.ACCEPTED.en,
    version: 0,
    withdrawal: withdrawalRequested ? 'requested' : 'none',
    procedures: [],
    referrals: [],
    offered: [],
    maybe: [],
    questions: [],
    automaticEffects: [],
    informational: [],
    changedAt: null,
    closedAt: null,
  };
}

/** Turns the one truth about a case into what its citizen reads. `requested` stands until the case has answered it. */
export function viewOfSnapshot(
  snapshot: CaseSnapshotData,
  notes: Notes,
  find: FindProcedure,
  withdrawalRequested: boolean,
): CaseView {
  const words = APPLICATION_WORDS[snapshot.status];
  return {
    status: snapshot.status,
    statusJa: words.ja,
    statusEn: words.en,
    version: snapshot.version,
    withdrawal:
      snapshot.withdrawal === 'none' && withdrawalRequested ? 'requested' : snapshot.withdrawal,
    procedures: snapshot.tasks.map((task) => procedureView(task, notes, find)),
    referrals: snapshot.referrals.map((referral) => ({
      ...referral,
      ...find(referral.procedureId),
    })),
    offered: snapshot.offered.map((id) => named(id, find)),
    maybe: snapshot.maybe.map((id) => named(id, find)),
    questions: snapshot.questions,
    automaticEffects: snapshot.automaticEffects,
    informational: snapshot.informational,
    changedAt: snapshot.changedAt,
    closedAt: snapshot.closedAt,
  };
}

function named(procedureId: string, find: FindProcedure): NamedProcedure {
  const { nameJa, nameEn } = find(procedureId);
  return { procedureId, nameJa, nameEn };
}

function procedureView(task: SnapshotTask, notes: Notes, find: FindProcedure): ProcedureView {
  const catalogue = find(task.procedureId);
  const { status, next, holder } = wordsOf(task);
  const written = notes.get(task.taskId);
  return {
    taskId: task.taskId,
    procedureId: task.procedureId,
    nameJa: catalogue.nameJa,
    nameEn: catalogue.nameEn,
    section: task.section,
    persons: task.persons,
    requirement: task.requirement,
    status: task.status,
    statusJa: status.ja,
    statusEn: status.en,
    received: task.version > 0,
    holder,
    held: task.held !== null,
    deadline: task.deadline,
    noLossDeadline: task.noLossDeadline,
    visitRequired: task.visitRequired,
    visitBasis: task.visitBasis,
    receptionCounter: catalogue.receptionCounter,
    law: catalogue.law,
    dependsOn: task.dependsOn,
    nextStepJa: next.ja,
    nextStepEn: next.en,
    returnedItems: task.returnedItems.map((item) => ({
      item,
      note: written?.items?.find((one) => one.item === item)?.note ?? null,
    })),
    note: written?.note ?? null,
    withdrawalRefused: task.withdrawalRefused,
  };
}

function wordsOf(task: SnapshotTask): { status: Words; next: Words; holder: Holder } {
  const usual = TASK_WORDS[task.status];
  if (task.version === 0) return ON_ITS_WAY;
  if (task.held !== null) return { ...usual, holder: 'section', next: HELD_NEXT };
  if (task.status === 'DECIDED' && task.delivers)
    return { ...AWAITING_DELIVERY, holder: 'section' };
  if (task.status === 'RECEIVED' && task.visitRequired)
    return { ...usual, holder: 'citizen', next: VISIT_NEXT };
  return usual;
}
