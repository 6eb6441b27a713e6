import { RuleDataError } from './errors.js';
import type { RowData } from './rule-row.js';

const CALLS = /\b(row|required|requiredForThem)\("([^"]*)"\)/g;

/**
 * Throws a `RuleDataError` with the way round where a row hangs on itself by the `row("id")` and `required("procedure")`
 * of its cells; it could never be worked out.
 */
export function checkRowCycles(rows: readonly RowData[]): void {
  const byId = Map.groupBy(rows, ({ id }) => id);
  const proposing = Map.groupBy(
    rows.flatMap((row) =>
      row.then.filter(({ as }) => as === 'required').map(({ procedure }) => ({ procedure, row })),
    ),
    ({ procedure }) => procedure,
  );
  const done = new Set<RowData>();
  const visit = (row: RowData, path: readonly RowData[]): void => {
    if (path.includes(row)) {
      const way = [...path.slice(path.indexOf(row)), row].map(({ id }) => id);
      throw new RuleDataError(row.id, `it depends on itself: ${way.join(' -> ')}`);
    }
    if (done.has(row)) return;
    for (const [, call, name = ''] of row.when.join(' ').matchAll(CALLS)) {
      const named =
        call === 'row' ? byId.get(name) : proposing.get(name)?.map(({ row: other }) => other);
      for (const other of named ?? []) if (meets(row, other)) visit(other, [...path, row]);
    }
    done.add(row);
  };
  for (const row of rows) visit(row, []);
}

/** Rows of different events are never looked at together. */
function meets(one: RowData, other: RowData): boolean {
  return one.events.some((event) => other.events.includes(event));
}
