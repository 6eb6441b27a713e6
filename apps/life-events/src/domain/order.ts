import type { HoldReason, SectionName, WithdrawReason } from '@app/contracts';
import type { Case, CaseTask } from './case.js';

export interface OpenedTaskOrder {
  readonly task: CaseTask;
  /** The predecessors of the task that are not decided at this moment. */
  readonly waitsFor: readonly string[];
}

/** What a section is told to do. The task travels along, so that nobody has to look it up in a later state. */
export type Order =
  | { readonly kind: 'change-ward'; readonly section: SectionName; readonly ward: string }
  | { readonly kind: 'open-tasks'; readonly tasks: readonly OpenedTaskOrder[] }
  | { readonly kind: 'release-task'; readonly task: CaseTask }
  | { readonly kind: 'hold-task'; readonly task: CaseTask; readonly reason: HoldReason }
  | { readonly kind: 'withdraw-task'; readonly task: CaseTask; readonly reason: WithdrawReason }
  | {
      readonly kind: 'supply-correction';
      readonly task: CaseTask;
      readonly correctionId: string;
      readonly items: readonly string[];
      /** Whether the facts or persons that this section sees have changed. */
      readonly withFacts: boolean;
      /** Whether the plan has to be told again: it changed, or the facts did. */
      readonly withPlan: boolean;
    };

export interface Decision {
  readonly case: Case;
  readonly orders: readonly Order[];
}
