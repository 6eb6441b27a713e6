import type { PlainDate } from '@app/japan';
import type { FilingClass, LifeEvent } from './determination.js';
import type { Cell } from './engine/scope.js';
import type { EventCode } from './event-codes.js';

export interface Proposal {
  readonly procedure: string;
  readonly as: 'required' | 'offered' | 'auto';
  readonly filing?: FilingClass;
  /** The day from which its period counts, where the rule set's for the event and procedure is not meant. */
  readonly countedFrom?: string;
  /** The group that the procedure names; absent = the persons for whom the row holds. */
  readonly persons?: string;
}

/** Who has read a row against its source, or `unreviewed`: nobody yet. */
export type RowReview =
  'unreviewed' | { readonly by: string; readonly on: PlainDate; readonly note: string };

/** A household that shows what a row decides; `npm run rules -- check` and the tests work it out. */
export interface RowExample {
  /** The event date; the row does not hold outside its own `validFrom` and `validTo`. */
  readonly on: PlainDate;
  /** Absent = the life event of the row's first event code. */
  readonly lifeEvent?: LifeEvent;
  readonly intakeDate?: PlainDate;
  /** Facts of the household by the names of the vocabulary. */
  readonly facts?: Readonly<Record<string, unknown>>;
  /** `id`, `role` and facts of each person by the names of the vocabulary. */
  readonly persons: readonly Readonly<Record<string, unknown>>[];
  /** `holds` (a row about persons: for somebody), `not`, or `unknown` while a fact is missing. */
  readonly expect: 'holds' | 'not' | 'unknown';
}

/** A row of a decision table as it is written in the data. */
export interface RowData {
  readonly id: string;
  readonly source: string;
  readonly events: readonly EventCode[];
  /** Where several life events share a code (RT: loss and gain), those for which the row holds; absent = all. */
  readonly lifeEvents?: readonly LifeEvent[];
  /** `household` = the row is looked at once; else once for each person of that group. */
  readonly each: string;
  readonly when: readonly string[];
  readonly then: readonly Proposal[];
  readonly law: string;
  readonly reasonJa: string;
  /** The reason in plain Japanese (やさしい日本語). */
  readonly reasonPlainJa: string;
  readonly reasonEn: string;
  readonly validFrom?: PlainDate;
  readonly validTo?: PlainDate;
  /** Who wrote the row: a section or role, never a person's name. */
  readonly author: string;
  readonly review: RowReview;
  /** At least one that holds, and one that does not where the row has a condition. */
  readonly examples: readonly RowExample[];
  /** Text for `informational`, Japanese and English. */
  readonly inform?: readonly string[];
  /** Text for `automaticEffects`. */
  readonly effect?: string;
}

export interface Row extends RowData {
  readonly cells: readonly Cell[];
}

/** A version of all decision tables, compiled. */
export interface RuleSet {
  readonly id: string;
  /** The first event date whose rules it holds. */
  readonly rulesFrom: PlainDate;
  readonly lifeEvents: readonly LifeEvent[];
  readonly rows: readonly Row[];
  /** By event code: the day from which a procedure or a deadline code counts (reference 0.3). */
  readonly countedFrom: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Procedures that count from the day of another one ("same trigger", reference 4.1). */
  readonly follows: Readonly<Record<string, readonly string[]>>;
}
