import type { PlainDate } from '@app/japan';

/** From a day on, what is filed is determined by a rule set. Activating an older set again is the way back. */
export interface Activation {
  readonly from: PlainDate;
  readonly ruleSet: string;
}
