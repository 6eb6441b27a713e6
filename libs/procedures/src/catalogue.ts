import type { PlainDate } from '@app/japan';
import { checkedCatalogue } from './check-catalogue.js';
import type { DeadlineRule, FilingClass, Section } from './determination.js';
import { RuleDataError, UnknownProcedureError } from './errors.js';
import { isInForce } from './validity.js';
import data from './data/catalogue.json' with { type: 'json' };

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

const catalogue = checkedCatalogue(data as unknown as readonly Procedure[]);
const versions = Map.groupBy(catalogue, ({ id }) => id);
const places = new Map([...versions.keys()].map((id, at) => [id, at]));

/** All procedures in the order of the catalogue, each in every version. */
export function procedures(): readonly Procedure[] {
  return catalogue;
}

/** The version of a procedure that holds on a day, else its last one; throws `UnknownProcedureError`. */
export function procedure(id: string, day?: PlainDate): Procedure {
  const ofOne = versionsOf(id);
  const onDay = day === undefined ? undefined : ofOne.find((entry) => isInForce(entry, day));
  const found = onDay ?? ofOne.at(-1);
  if (found === undefined) throw new UnknownProcedureError(id);
  return found;
}

/** Every version of a procedure; throws `UnknownProcedureError`. */
export function versionsOf(id: string): readonly Procedure[] {
  const found = versions.get(id);
  if (found === undefined) throw new UnknownProcedureError(id);
  return found;
}

/** The place of a procedure in the catalogue, by which results are ordered last. */
export function catalogueOrder(id: string): number {
  return places.get(id) ?? places.size;
}

/** The value for the case that holds, else for the event's code, else the default. */
export function valueFor<T extends string>(value: ByCase<T>, ...cases: readonly string[]): T {
  if (typeof value === 'string') return value;
  const key = cases.find((one) => Object.hasOwn(value, one)) ?? 'default';
  const found = value[key];
  if (found === undefined) throw new RuleDataError('catalogue', `no value for ${cases.join(', ')}`);
  return found;
}
