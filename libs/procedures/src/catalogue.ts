import { isPlainDate, type PlainDate } from '@app/japan';
import { SECTIONS, type DeadlineRule, type FilingClass, type Section } from './determination.js';
import { RuleDataError, UnknownProcedureError } from './errors.js';
import { HOUSEHOLD_FACTS, PERSON_FACTS } from './vocabulary.js';
import data from './data/catalogue.json' with { type: 'json' };

/** One value for every event, or one by event code or case with `default` for the rest. */
export type ByCase<T extends string> = T | Readonly<Record<string, T>>;
type Visit = 'law' | 'card' | 'consultation' | 'counter' | 'online' | 'paper' | 'deemed' | 'auto';

/** An entry of the procedure catalogue (手続). */
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
  readonly receptionCounter: string;
  readonly backOffice: string;
  readonly eligibility: string;
  readonly personsRule: string;
  readonly note: string;
  readonly validFrom?: PlainDate;
  readonly validTo?: PlainDate;
  /** The facts that its conditions, deadline and form use: nothing else reaches the section. */
  readonly facts?: { readonly person: readonly string[]; readonly household: readonly string[] };
}

const RULES: readonly string[] =
  'J14 J10 J15 J30 K14 K7 K10 KM3 A15 M3 Y2 Y5 C90 PRE SOON NONE AUTO FIX'.split(' ');
const VISITS = ['law', 'card', 'consultation', 'counter', 'online', 'paper', 'deemed', 'auto'];

const catalogue = checkedCatalogue(data as unknown as readonly Procedure[]);
const byId = new Map(catalogue.map((entry) => [entry.id, entry]));
const places = new Map(catalogue.map((entry, at) => [entry.id, at]));

export function isDeadlineRule(code: string): boolean {
  return RULES.includes(code);
}

/** All procedures in the order of the catalogue. */
export function procedures(): readonly Procedure[] {
  return catalogue;
}

/** The procedure with that id; throws `UnknownProcedureError`. */
export function procedure(id: string): Procedure {
  const found = byId.get(id);
  if (found === undefined) throw new UnknownProcedureError(id);
  return found;
}

/** The place of a procedure in the catalogue, by which results are ordered last. */
export function catalogueOrder(id: string): number {
  return places.get(id) ?? catalogue.length;
}

/** The ids of one entry of `dependsOn`; nothing for what lies outside the case. */
export function alternatives(entry: string): readonly string[] {
  return entry.endsWith('@origin') ? [] : entry.replace('?', '').split('|');
}

/** The value for the case that holds, else for the event's code, else the default. */
export function valueFor<T extends string>(value: ByCase<T>, ...cases: readonly string[]): T {
  if (typeof value === 'string') return value;
  const key = cases.find((one) => Object.hasOwn(value, one)) ?? 'default';
  const found = value[key];
  if (found === undefined) throw new RuleDataError('catalogue', `no value for ${cases.join(', ')}`);
  return found;
}

/** Throws a `RuleDataError` for unknown ids, doubled ids, cycles, bad codes, dates or facts; returns what it was given. */
export function checkedCatalogue(entries: readonly Procedure[]): readonly Procedure[] {
  const ids = new Set(entries.map(({ id }) => id));
  if (ids.size !== entries.length) throw new RuleDataError('catalogue', 'an id stands twice');
  for (const entry of entries) checkEntry(entry, ids);
  checkCycles(entries);
  return entries;
}

type Fail = (problem: string) => never;

function checkEntry(entry: Procedure, ids: ReadonlySet<string>): void {
  const fail: Fail = (problem) => {
    throw new RuleDataError(`catalogue, ${entry.id}`, problem);
  };
  checkCodes(entry.deadlineRule, RULES, fail);
  checkCodes(entry.visit, VISITS, fail);
  checkCodes(entry.filing, ['citizen', 'deemed', 'auto'], fail);
  checkCodes(entry.requirement, ['required', 'offered'], fail);
  checkCodes(entry.section, SECTIONS, fail);
  for (const other of entry.dependsOn.flatMap(alternatives))
    if (!ids.has(other)) fail(`unknown id ${other}`);
  checkDates([entry.validFrom, entry.validTo], fail);
  checkFacts(entry, fail);
}

/** Throws through `fail` for a date that does not exist; `undefined` = no limit. */
export function checkDates(dates: readonly (PlainDate | undefined)[], fail: Fail): void {
  const bad = dates.map((date) => date ?? '2000-01-01').find((date) => !isPlainDate(date));
  if (bad !== undefined) fail(`no date: ${String(bad)}`);
}

function checkFacts({ facts }: Procedure, fail: Fail): void {
  const strange = [
    ...(facts?.person ?? []).filter((fact) => !PERSON_FACTS.includes(fact)),
    ...(facts?.household ?? []).filter((fact) => !HOUSEHOLD_FACTS.includes(fact)),
  ];
  if (strange.length > 0) fail(`unknown facts ${strange.join(', ')}`);
}

function checkCodes(value: ByCase<string>, allowed: readonly string[], fail: Fail): void {
  const codes = typeof value === 'string' ? [value] : Object.values(value);
  const bad = codes.find((code) => !allowed.includes(code));
  if (bad !== undefined) fail(`unknown code ${bad}`);
}

function checkCycles(entries: readonly Procedure[]): void {
  const edges = new Map(entries.map(({ id, dependsOn }) => [id, dependsOn.flatMap(alternatives)]));
  const done = new Set<string>();
  const visit = (id: string, path: readonly string[]): void => {
    if (path.includes(id))
      throw new RuleDataError('catalogue', `cycle ${[...path, id].join(' -> ')}`);
    if (done.has(id)) return;
    for (const next of edges.get(id) ?? []) visit(next, [...path, id]);
    done.add(id);
  };
  for (const { id } of entries) visit(id, []);
}
