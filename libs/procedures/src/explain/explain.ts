import { procedures } from '../catalogue.js';
import type { DeterminationRequest, Requirement } from '../determination.js';
import { LifeEventNotSupportedError } from '../errors.js';
import { Evaluation } from '../engine/evaluation.js';
import { Household } from '../engine/household.js';
import { isTrue } from '../engine/maybe.js';
import { outcomeOf } from '../engine/outcome.js';
import { tablesInForce, type TablesInForce } from '../engine/tables.js';
import { rulesFor, type DetermineOptions } from '../determine.js';
import { explainRow, type ExplainedRow } from './explain-row.js';

/** Why a procedure is proposed, or why not. */
export interface ExplainedProcedure {
  readonly procedureId: string;
  readonly nameJa: string;
  readonly standing: Requirement | 'auto' | 'not-proposed';
  /** The rows that make it so; of what is not proposed the row that comes nearest, none where no row is in force. */
  readonly rows: readonly ExplainedRow[];
}

/**
 * For every procedure of the life event, in the order of the catalogue, the row, its law and the facts used; for those
 * not proposed the nearest row and the first condition of it that failed. Pure; throws like `determine`.
 */
export function explain(
  request: DeterminationRequest,
  options: Pick<DetermineOptions, 'ruleSet'> = {},
): readonly ExplainedProcedure[] {
  const rules = rulesFor(request, options);
  if (!rules.lifeEvents.includes(request.lifeEvent))
    throw new LifeEventNotSupportedError(request.lifeEvent);
  const household = new Household(request);
  const tables = tablesInForce(rules, household);
  const evaluation = new Evaluation(household, tables);
  const codes = new Set<string>(household.eventCodes);
  const entries = new Map(procedures().map((entry) => [entry.id, entry]));
  return [...entries.values()]
    .filter(({ events }) => events.some((event) => codes.has(event)))
    .map(({ id, nameJa }) => {
      const standing = standingOf(evaluation, id);
      return { procedureId: id, nameJa, standing, rows: rowsOf(id, standing, request, tables) };
    });
}

function standingOf(evaluation: Evaluation, id: string): ExplainedProcedure['standing'] {
  if (isTrue(evaluation.isProposed(id, 'auto'))) return 'auto';
  return outcomeOf(evaluation, id)?.requirement ?? 'not-proposed';
}

function rowsOf(
  id: string,
  standing: ExplainedProcedure['standing'],
  request: DeterminationRequest,
  tables: TablesInForce,
): readonly ExplainedRow[] {
  const all = (tables.proposing.get(id) ?? []).flatMap((row) => explainRow(row, request, tables));
  if (standing === 'not-proposed') return nearest(all);
  if (standing === 'maybe') return all.filter(({ holds }) => holds !== false);
  return all.filter(({ holds, as }) => holds !== false && as === standing);
}

/** The row of which most conditions hold before one fails. */
function nearest(rows: readonly ExplainedRow[]): readonly ExplainedRow[] {
  const first = rows.toSorted((one, other) => passed(other) - passed(one))[0];
  return first === undefined ? [] : [failedAtLeastTogether(first)];
}

/** Each condition may be open, and yet no answers make all of them hold at once: then they fail together. */
function failedAtLeastTogether(row: ExplainedRow): ExplainedRow {
  if (row.failed !== undefined) return row;
  const open = row.conditions.filter(({ holds }) => holds === null);
  return { ...row, holds: false, failed: open.map(({ condition }) => condition).join(' and ') };
}

function passed({ conditions }: ExplainedRow): number {
  return conditions.filter(({ holds }) => holds !== false).length;
}
