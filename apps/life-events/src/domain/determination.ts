import type { SectionName, TaskFiling, VisitBasis } from '@app/contracts';

/** As much of a determination's result as a case is made of; the shape is that of the fact vocabulary. */
export interface DeterminedProcedure {
  readonly procedureId: string;
  readonly section: SectionName | 'other';
  readonly ruleId: string;
  readonly persons: readonly string[];
  readonly requirement: 'required' | 'offered' | 'maybe';
  readonly filing: TaskFiling | 'auto';
  readonly visitRequired: boolean;
  readonly visitBasis: VisitBasis;
  readonly deadline: string | null;
  readonly deadlineRule: string;
  readonly noLossDeadline?: string | null;
  readonly dependsOn: readonly string[];
  readonly delivers: boolean;
}

export interface DeterminedQuestion {
  readonly fact: string;
  readonly person?: string;
  readonly why: readonly string[];
}

export interface Determined {
  readonly ruleSet: string;
  /** In dependency order. */
  readonly procedures: readonly DeterminedProcedure[];
  readonly questions: readonly DeterminedQuestion[];
  readonly automaticEffects: readonly string[];
  readonly informational: readonly string[];
}
