import type { HoldReason, SectionName, TaskStatus } from '@app/contracts';
import type { FiledCase, SealedNote } from './case.js';
import type { CasePlan } from './plan-case.decision.js';

export interface CaseFiled {
  readonly kind: 'filed';
  readonly filed: FiledCase;
  readonly plan: CasePlan;
}

/** A section's word about one of its tasks: the whole public state, so an older version adds nothing. */
export interface TaskChanged {
  readonly kind: 'task-changed';
  readonly section: SectionName;
  readonly taskId: string;
  readonly procedureId: string;
  readonly status: TaskStatus;
  readonly version: number;
  readonly held: HoldReason | null;
  readonly returnedItems: readonly string[];
  readonly note: SealedNote | null;
}

/** A section's word that it has the tasks of one order, and how each of them begins there. */
export interface TasksReceived {
  readonly kind: 'tasks-received';
  readonly section: SectionName;
  readonly tasks: readonly Pick<TaskChanged, 'taskId' | 'procedureId' | 'status' | 'version'>[];
}

export interface WithdrawalRefused {
  readonly kind: 'withdrawal-refused';
  readonly section: SectionName;
  readonly taskId: string;
}

export interface WithdrawalRequested {
  readonly kind: 'withdrawal-requested';
}

export interface CaseCorrected {
  readonly kind: 'corrected';
  readonly correctionId: string;
  readonly answered: readonly { readonly taskId: string; readonly items: readonly string[] }[];
  /** Indexes of everybody named now; absent when nobody else is. */
  readonly personIndex?: readonly number[];
  /** Present when facts changed: what the case is made of on the same rule set and the new facts. */
  readonly replanned?: {
    readonly plan: CasePlan;
    /** Procedures whose section sees other facts or persons than before. */
    readonly changedFacts: ReadonlySet<string>;
  };
}

export type ResolutionDecision = 'release' | 'cancel';

/** A supervisor's word about a held task. */
export interface HoldResolved {
  readonly kind: 'hold-resolved';
  readonly taskId: string;
  readonly decision: ResolutionDecision;
}

/** The case comes under a protection, or from under the last one: all that is kept of it lies in another ward. */
export interface WardChanged {
  readonly kind: 'ward-changed';
  readonly ward: string;
}

export type CaseEvent =
  | CaseFiled
  | TaskChanged
  | TasksReceived
  | WithdrawalRefused
  | WithdrawalRequested
  | CaseCorrected
  | HoldResolved
  | WardChanged;
