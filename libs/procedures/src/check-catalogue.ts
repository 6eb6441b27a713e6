import type { ByCase, Procedure } from './procedure.js';
import { SECTIONS } from './determination.js';
import { EVENT_CODE } from './event-codes.js';
import { RuleDataError } from './errors.js';
import { checkSuccession, checkVersions } from './validity.js';
import { HOUSEHOLD_FACTS, PERSON_FACTS } from './vocabulary.js';
import codes from './data/catalogue-codes.json' with { type: 'json' };

const RULES: readonly string[] =
  'J14 J10 J15 J30 K14 K7 K10 KM3 A15 M3 Y2 Y5 C90 PRE SOON NONE AUTO FIX'.split(' ');
const VISITS = ['law', 'card', 'consultation', 'counter', 'online', 'paper', 'deemed', 'auto'];
const EVENTS = [...Object.values(EVENT_CODE), 'ANY'];

export function isDeadlineRule(code: string): boolean {
  return RULES.includes(code);
}

/** The ids of one entry of `dependsOn`; nothing for what lies outside the case. */
export function alternatives(entry: string): readonly string[] {
  return entry.endsWith('@origin') ? [] : entry.replace('?', '').split('|');
}

/**
 * Throws a `RuleDataError` that names the place for unknown ids, cycles, bad codes, dates or facts, versions of one
 * procedure that overlap or leave a gap, and a successor that does not follow; returns what it was given.
 */
export function checkedCatalogue(entries: readonly Procedure[]): readonly Procedure[] {
  const versions = Map.groupBy(entries, ({ id }) => id);
  for (const [id, ofOne] of versions) checkVersions(placeOf(id), ofOne);
  for (const entry of entries) checkEntry(entry, versions);
  checkCycles(entries);
  return entries;
}

type Versions = ReadonlyMap<string, readonly Procedure[]>;
type Fail = (problem: string) => never;

const placeOf = (id: string) => `catalogue, ${id}`;

function checkEntry(entry: Procedure, versions: Versions): void {
  const fail: Fail = (problem) => {
    throw new RuleDataError(placeOf(entry.id), problem);
  };
  checkCodes(entry.events, EVENTS, fail);
  checkCodes(entry.deadlineRule, RULES, fail);
  checkCodes(entry.visit, VISITS, fail);
  checkCodes(entry.filing, ['citizen', 'deemed', 'auto'], fail);
  checkCodes(entry.requirement, ['required', 'offered'], fail);
  checkCodes(entry.section, SECTIONS, fail);
  checkCodes(entry.decisionMaker.by, Object.keys(codes.decisionMakers), fail);
  checkCodes(
    entry.channels.map(({ by }) => by),
    Object.keys(codes.channels),
    fail,
  );
  checkCodes(entry.documentsNotAsked, Object.keys(codes.documentsNotAsked), fail);
  for (const other of entry.dependsOn.flatMap(alternatives))
    if (!versions.has(other)) fail(`unknown id ${other}`);
  checkSuccessor(entry, versions, fail);
  checkFacts(entry, fail);
}

/** What another procedure takes over ends on the day before that one begins. */
function checkSuccessor(entry: Procedure, versions: Versions, fail: Fail): void {
  if (entry.succeededBy === undefined) return;
  const first = versions
    .get(entry.succeededBy)
    ?.toSorted((one, other) => ((one.validFrom ?? '') < (other.validFrom ?? '') ? -1 : 1))[0];
  if (first === undefined) return fail(`unknown id ${entry.succeededBy}`);
  checkSuccession(`${placeOf(entry.id)} and ${first.id}`, entry, first);
}

function checkFacts({ facts }: Procedure, fail: Fail): void {
  const strange = [
    ...(facts?.person ?? []).filter((fact) => !PERSON_FACTS.includes(fact)),
    ...(facts?.household ?? []).filter((fact) => !HOUSEHOLD_FACTS.includes(fact)),
  ];
  if (strange.length > 0) fail(`unknown facts ${strange.join(', ')}`);
}

function checkCodes(
  value: ByCase<string> | readonly string[],
  allowed: readonly string[],
  fail: Fail,
): void {
  const found = typeof value === 'string' ? [value] : Object.values(value);
  const bad = found.find((code) => !allowed.includes(code));
  if (bad !== undefined) fail(`unknown code ${bad}`);
}

function checkCycles(entries: readonly Procedure[]): void {
  const edges = Map.groupBy(
    entries.flatMap(({ id, dependsOn }) =>
      dependsOn.flatMap(alternatives).map((next) => ({ id, next })),
    ),
    ({ id }) => id,
  );
  const done = new Set<string>();
  const visit = (id: string, path: readonly string[]): void => {
    if (path.includes(id))
      throw new RuleDataError('catalogue', `cycle ${[...path, id].join(' -> ')}`);
    if (done.has(id)) return;
    for (const { next } of edges.get(id) ?? []) visit(next, [...path, id]);
    done.add(id);
  };
  for (const { id } of entries) visit(id, []);
}
