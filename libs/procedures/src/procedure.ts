import type { PlainDate } from '@app/japan';
import type { DeadlineRule, FilingClass, Section } from './determination.js';

/** One value for every event, or one by event code or case with `default` for the rest. */
export type ByCase<T extends string> = T | Readonly<Record<string, T>>;
type Visit = 'law' | 'card' | 'consultation' | 'counter' | 'online' | 'paper' | 'deemed' | 'auto';

/** A code, and whether the reference says so or nobody has confirmed it. */
export interface Stated {
  readonly by: string;
  readonly unverified?: boolean;
}

/** An entry of the procedure catalogue (手続): one version of it, where its content changes on a day. */
export interface Procedure {
  readonly id: string;
  readonly nameJa: string;
  readonly nameEn: string;
  readonly section: Section;
  readonly events: readonly string[];
  readonly requirement: ByCase<'required' | 'offered'>;
  readonly deadlineRule: ByCase<DeadlineRule>;
  readonly fixedDate?: string;
  readonly visit: ByCase<Visit>;
  readonly filing: ByCase<FilingClass | 'auto'>;
  /** `A|B` = each that is required in the same result, `X?` = if it is required, `X@origin` = outside the case. */
  readonly dependsOn: readonly string[];
  /** Something is handed over or sent after the decision: `DECIDED` goes on to `DELIVERED`. */
  readonly delivers: boolean;
  readonly law: string;
  readonly documents: readonly string[];
  /** Codes of what the city may not ask for, because a register or the information network has it (reference 1.2). */
  readonly documentsNotAsked: readonly string[];
  /** Where the citizen hands it in (受付窓口). */
  readonly receptionCounter: string;
  readonly channels: readonly Stated[];
  readonly backOffice: string;
  /** Who decides (処分庁). */
  readonly decisionMaker: Stated;
  readonly eligibility: string;
  readonly personsRule: string;
  readonly note: string;
  /** The procedure that takes its place on the day after `validTo`. */
  readonly succeededBy?: string;
  readonly validFrom?: PlainDate;
  readonly validTo?: PlainDate;
  /** The facts that its conditions, deadline and form use: nothing else reaches the section. */
  readonly facts?: { readonly person: readonly string[]; readonly household: readonly string[] };
}
