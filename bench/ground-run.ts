import type { BenchOptions } from './plan/options.js';
import type { Plan } from './plan/plan.js';

export interface GroundRun {
  readonly options: BenchOptions;
  readonly plan: Plan;
  /** From 0. */
  readonly round: number;
  readonly say: (text: string) => void;
}
