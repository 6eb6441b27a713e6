import type { LifeEvent } from '../determination.js';
import { EVENT_CODE } from '../event-codes.js';
import type { Row, RuleSet } from '../rule-row.js';
import { diffRuleSets, type RowDifference } from './diff-rule-sets.js';

/** A row that differs, with the procedures that it proposes in either rule set. */
export interface RowDifferenceForEvent extends RowDifference {
  readonly procedures: readonly string[];
}

const MOVES = ['MI', 'MF', 'MB', 'MW'];

/** The rows that differ and may concern a life event: those of its own code, and those of the move that it may bring. */
export function differencesFor(
  lifeEvent: LifeEvent,
  from: RuleSet,
  to: RuleSet,
): readonly RowDifferenceForEvent[] {
  const own = EVENT_CODE[lifeEvent];
  const codes = new Set<string>(own === 'MA' || own === 'DV' ? [own, ...MOVES] : [own]);
  const rows = Map.groupBy([...from.rows, ...to.rows], ({ id }) => id);
  return diffRuleSets(from, to)
    .map((one) => ({ one, versions: rows.get(one.row) ?? [] }))
    .filter(({ versions }) => versions.some(({ events }) => events.some((code) => codes.has(code))))
    .map(({ one, versions }) => ({ ...one, procedures: proposedBy(versions) }));
}

function proposedBy(versions: readonly Row[]): readonly string[] {
  return [...new Set(versions.flatMap(({ then }) => then.map(({ procedure }) => procedure)))];
}
