import type {
  CaseStatus,
  HoldReason,
  SectionName,
  SnapshotOpenQuestion,
  SnapshotReferral,
  TaskFiling,
  TaskRequirement,
  TaskStatus,
  VisitBasis,
  WithdrawalState,
  WithdrawReason,
} from '@app/contracts';
import { TASK_MOVES } from './task-moves.js';

/** What an officer wrote for the citizen, sealed as the section sealed it, with the number under which it can be opened. */
export interface SealedNote {
  readonly jwe: string;
  readonly sequence: number;
}

/** What the determination says about one procedure that a section has to work on. */
export interface PlannedTask {
  readonly procedureId: string;
  readonly section: SectionName;
  readonly ruleId: string;
  readonly persons: readonly string[];
  readonly requirement: TaskRequirement;
  readonly filing: TaskFiling;
  readonly visitRequired: boolean;
  readonly visitBasis: VisitBasis;
  readonly deadline: string | null;
  readonly deadlineRule: string;
  readonly noLossDeadline: string | null;
  readonly delivers: boolean;
  /** Tasks of the same case, by procedure; referrals and automatic effects never stand here, so they never block. */
  readonly dependsOn: readonly string[];
}

/** One procedure of the case at one section: the plan, what the section last said, and what life-events ordered. */
export interface CaseTask extends PlannedTask {
  readonly taskId: string;
  readonly status: TaskStatus;
  /** The section's version of that status; 0 until it has said something. */
  readonly version: number;
  readonly returnedItems: readonly string[];
  readonly note: SealedNote | null;
  readonly released: boolean;
  readonly held: HoldReason | null;
  /** Rejected predecessors that a supervisor resolved not to wait for. */
  readonly waived: readonly string[];
  /** Why the section was asked to withdraw it; null = not asked. */
  readonly withdrawReason: WithdrawReason | null;
  readonly withdrawalRefused: boolean;
}

/** What the determination leaves on the case beside its tasks. */
export interface CaseSurroundings {
  readonly referrals: readonly SnapshotReferral[];
  readonly offered: readonly string[];
  readonly maybe: readonly string[];
  readonly questions: readonly SnapshotOpenQuestion[];
  readonly automaticEffects: readonly string[];
  readonly informational: readonly string[];
}

export interface FiledCase {
  readonly caseId: string;
  readonly applicationId: string;
  readonly reference: string;
  /** `PROTECTED_WARD` while the case names a protected person: the true one is in the filing alone. */
  readonly ward: string;
  readonly lifeEvent: string;
  readonly intakeDate: string;
  readonly chosenProcedures: readonly string[];
  readonly submittedAt: string;
  /** Blind indexes of everybody whom the filing names: how the case is found by a person. */
  readonly personIndex: readonly number[];
}

export interface Case extends FiledCase, CaseSurroundings {
  /** Pinned at the opening: a correction is determined on the same rules. */
  readonly ruleSet: string;
  readonly status: CaseStatus;
  readonly withdrawal: WithdrawalState;
  readonly tasks: readonly CaseTask[];
}

export const isEnded = (task: CaseTask): boolean =>
  TASK_MOVES.isFinal(task.status) || (task.status === 'DECIDED' && !task.delivers);

export const taskOf = (state: Case, taskId: string): CaseTask | undefined =>
  state.tasks.find((task) => task.taskId === taskId);

export function predecessorsOf(state: Case, task: CaseTask): CaseTask[] {
  const names = new Set(task.dependsOn);
  return state.tasks.filter((other) => names.has(other.procedureId));
}

export const withTask = (state: Case, changed: CaseTask): Case => ({
  ...state,
  tasks: state.tasks.map((task) => (task.taskId === changed.taskId ? changed : task)),
});
