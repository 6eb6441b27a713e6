import type { Row, RuleSet } from '../rule-row.js';

/** A version of a row that one rule set has and the other has not, or has otherwise. */
export interface RowDifference {
  readonly row: string;
  /** Of several versions: the first day of the one that differs. */
  readonly validFrom?: string;
  readonly change: 'added' | 'removed' | 'changed';
  /** The fields that differ, of a row that changed. */
  readonly fields: readonly string[];
}

/** The rows that are added, removed or changed from one rule set to another, in the order of the second, then the first. */
export function diffRuleSets(from: RuleSet, to: RuleSet): readonly RowDifference[] {
  const before = byVersion(from);
  const after = byVersion(to);
  const kept = [...after].flatMap(([version, row]) => {
    const earlier = before.get(version);
    if (earlier === undefined) return [difference(row, 'added')];
    const fields = changedFields(earlier, row);
    return fields.length === 0 ? [] : [difference(row, 'changed', fields)];
  });
  const gone = [...before].filter(([version]) => !after.has(version));
  return [...kept, ...gone.map(([, row]) => difference(row, 'removed'))];
}

/** What differs between two rule sets outside their rows. */
export function diffOfSettings(from: RuleSet, to: RuleSet): readonly string[] {
  const settings = ['rulesFrom', 'lifeEvents', 'countedFrom', 'follows'] as const;
  return settings.filter((name) => !isSame(from[name], to[name]));
}

function byVersion({ rows }: RuleSet): Map<string, Row> {
  return new Map(rows.map((row) => [`${row.id} ${row.validFrom ?? ''}`, row]));
}

function difference(
  { id, validFrom }: Row,
  change: RowDifference['change'],
  fields: readonly string[] = [],
): RowDifference {
  return { row: id, ...(validFrom === undefined ? {} : { validFrom }), change, fields };
}

function changedFields(one: Row, other: Row): string[] {
  // Cells are compiled from `when`.
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  names.delete('cells');
  return [...names].filter((name) => !isSame(one[name as keyof Row], other[name as keyof Row]));
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
