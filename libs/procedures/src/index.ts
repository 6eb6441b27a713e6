import type { OpenDayCalendar } from '@app/japan';
import type {
  Determination,
  DeterminationRequest,
  FieldError,
  HouseholdFacts,
  Section,
} from './determination.js';

export * from './determination.js';
export * from './errors.js';

export interface Procedure {
  readonly id: string;
  readonly nameJa: string;
  readonly nameEn: string;
  readonly section: Section;
  /** Something is handed over or sent after the decision, so `DECIDED` goes on to `DELIVERED`. */
  readonly delivers: boolean;
  readonly law: string;
  readonly documents: readonly string[];
  readonly receptionCounter: string;
  readonly backOffice: string;
}
export interface DetermineOptions {
  readonly calendar: OpenDayCalendar;
  /** Id of a pinned rule set; absent = the current one. */
  readonly ruleSet?: string;
}
export interface City {
  readonly code5: string;
  readonly code6: string;
  readonly nameJa: string;
  readonly nameEn: string;
  readonly wards: readonly { code5: string; code6: string; nameJa: string; nameEn: string }[];
  readonly sections: readonly { id: Section; nameJa: string; nameEn: string }[];
  readonly closures: readonly string[];
}
export type ReadResult =
  | { readonly ok: true; readonly value: DeterminationRequest }
  | { readonly ok: false; readonly errors: readonly FieldError[] };

export declare const RULE_SET: string;
export declare const SUPPORTED_LIFE_EVENTS: readonly string[];
export declare function readDeterminationRequest(json: unknown): ReadResult;
export declare function determine(request: DeterminationRequest, options: DetermineOptions): Determination;
export declare function procedure(id: string): Procedure;
export declare function procedures(): readonly Procedure[];
export declare function factsFor(
  procedureId: string,
  household: HouseholdFacts,
  persons: readonly string[],
): HouseholdFacts;
export declare const city: City;
export declare function wardOf(code5: string): City['wards'][number] | undefined;
export declare function cityCalendar(): OpenDayCalendar;
