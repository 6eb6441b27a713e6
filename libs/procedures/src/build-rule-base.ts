import { isPlainDate } from '@app/japan';
import { procedure } from './catalogue.js';
import { checkRowCycles } from './check-row-cycles.js';
import { isDeadlineRule } from './check-catalogue.js';
import { compileRows, conditionRows } from './compile-rows.js';
import { triggerCalled } from './engine/triggers.js';
import { RuleDataError } from './errors.js';
import { EVENT_CODE } from './event-codes.js';
import type { Activation } from './activation.js';
import { readActivations, readManifest, readRows, type RuleSetManifest } from './read-rule-data.js';
import type { Row, RowData, RuleSet } from './rule-row.js';

/** A rule set as files hold it: any JSON, checked when it is built. */
export interface RuleSetFiles {
  readonly manifest: unknown;
  /** The files with rows, by the names under which the manifest calls them. */
  readonly files: Readonly<Record<string, unknown>>;
}

export interface RuleSetSource {
  readonly sets: readonly RuleSetFiles[];
  /** In the order of their days; absent = those of the rule base below. */
  readonly activations?: unknown;
}

export interface RuleBase {
  readonly sets: ReadonlyMap<string, RuleSet>;
  readonly activations: readonly Activation[];
}

/**
 * Reads, checks and compiles rule sets, on top of a rule base if given. A set is complete in itself or names in
 * `basedOn` an earlier one, from which it takes what it does not say: its rows replace those of the same id, stand
 * after the others, or are left out by `removes`. Throws a `RuleDataError` that names the place.
 */
export function buildRuleBase(source: RuleSetSource, below?: RuleBase): RuleBase {
  const sets = new Map(below?.sets);
  const read = source.sets.map((one) => ({ ...one, manifest: readManifest(one.manifest) }));
  for (const { manifest, files } of basesFirst(read)) {
    if (sets.has(manifest.id)) throw new RuleDataError(manifest.id, 'this rule set stands twice');
    sets.set(manifest.id, buildRuleSet(manifest, files, sets));
  }
  const given = source.activations;
  const activations = given === undefined ? (below?.activations ?? []) : readActivations(given);
  checkActivations(activations, sets);
  return { sets, activations };
}

type ReadSet = RuleSetFiles & { readonly manifest: RuleSetManifest };

/** Each set after the one that it is based on, where that is among them. */
function basesFirst(sets: readonly ReadSet[]): ReadSet[] {
  const waiting = [...sets];
  const ordered: ReadSet[] = [];
  while (waiting.length > 0) {
    const bases = new Set(waiting.map(({ manifest }) => manifest.id));
    const free = waiting.findIndex(({ manifest }) => !bases.has(manifest.basedOn ?? ''));
    // A circle of bases is left as it is: the first of them will not find its own.
    ordered.push(...waiting.splice(Math.max(free, 0), 1));
  }
  return ordered;
}

type Sets = ReadonlyMap<string, RuleSet>;

function buildRuleSet(
  manifest: RuleSetManifest,
  files: RuleSetFiles['files'],
  sets: Sets,
): RuleSet {
  const base = baseOf(manifest, sets);
  const own = compileRows(
    manifest.files.flatMap((name) => rowsOf(name, files, manifest.id)),
    base.rows,
  );
  const set: RuleSet = {
    id: manifest.id,
    rulesFrom: manifest.rulesFrom ?? base.rulesFrom,
    lifeEvents: manifest.lifeEvents ?? base.lifeEvents,
    countedFrom: manifest.countedFrom ?? base.countedFrom,
    follows: manifest.follows ?? base.follows,
    rows: changed(base.rows, own, new Set(manifest.removes), manifest.id),
  };
  if (!isPlainDate(set.rulesFrom)) throw new RuleDataError(set.id, 'rulesFrom: no date');
  checkCountedFrom(set);
  conditionRows(set.rows);
  checkRowCycles(set.rows);
  return set;
}

const NOTHING: Omit<RuleSet, 'id'> = {
  rulesFrom: '',
  lifeEvents: [],
  countedFrom: {},
  follows: {},
  rows: [],
};

function baseOf({ id, basedOn }: RuleSetManifest, sets: Sets): Omit<RuleSet, 'id'> {
  if (basedOn === undefined) return NOTHING;
  const found = sets.get(basedOn);
  if (found === undefined) throw new RuleDataError(id, `basedOn: unknown rule set ${basedOn}`);
  return found;
}

function rowsOf(name: string, files: RuleSetFiles['files'], place: string): readonly RowData[] {
  if (!Object.hasOwn(files, name)) throw new RuleDataError(place, `no file ${name}`);
  return readRows(files[name], name);
}

/** The rows of the base, each replaced in its place by the versions that the set brings, then the new ones. */
function changed(
  base: readonly Row[],
  own: readonly Row[],
  removes: ReadonlySet<string>,
  place: string,
): readonly Row[] {
  const mine = Map.groupBy(own, ({ id }) => id);
  const inherited = Map.groupBy(base, ({ id }) => id);
  const strange = [...removes].find((id) => !inherited.has(id) || mine.has(id));
  if (strange !== undefined)
    throw new RuleDataError(place, `removes: ${strange} is no row that this set inherits`);
  const kept = [...inherited].filter(([id]) => !removes.has(id));
  return [
    ...kept.flatMap(([id, versions]) => mine.get(id) ?? versions),
    ...own.filter(({ id }) => !inherited.has(id)),
  ];
}

/** Throws a `RuleDataError` for a code, a procedure or a day that does not exist. */
export function checkCountedFrom({
  id,
  countedFrom,
  follows,
}: Pick<RuleSet, 'id' | 'countedFrom' | 'follows'>): void {
  const codes = new Set<string>(Object.values(EVENT_CODE));
  for (const [code, names] of Object.entries(countedFrom)) {
    if (!codes.has(code)) throw new RuleDataError(id, `countedFrom: unknown event ${code}`);
    for (const [what, day] of Object.entries(names)) {
      triggerCalled(day);
      if (what !== 'default' && !isDeadlineRule(what)) procedure(what);
    }
  }
  for (const one of Object.entries(follows).flat(2)) procedure(one);
}

function checkActivations(activations: readonly Activation[], sets: Sets): void {
  activations.forEach(({ from, ruleSet }, at) => {
    const place = `activations, ${at + 1}`;
    if (!isPlainDate(from)) throw new RuleDataError(place, `no date: ${String(from)}`);
    if (!sets.has(ruleSet)) throw new RuleDataError(place, `unknown rule set ${ruleSet}`);
    const earlier = activations[at - 1];
    if (earlier !== undefined && from <= earlier.from)
      throw new RuleDataError(place, `${from} does not come after ${earlier.from}`);
  });
}
