import type { ExportedCase } from '../persistence/export-rows.repository.js';
import type { ExportFilter } from './case-export.js';

/**
 * Cases of the same ward, life event and month are given only where there are at least so many: of fewer, somebody who
 * knows one household could read what became of it. Statistical offices take 3 to 10; no city has confirmed ours.
 */
export const SMALLEST_CELL = 5;

/** Rows as they come from the database, batch by batch. */
interface Rows {
  next(): Promise<readonly ExportedCase[]>;
}

/**
 * The lines of an export, each a JSON document (NDJSON): a head, one line a case, and an end without which it is not
 * whole.
 */
export async function* exportLines(
  filter: ExportFilter,
  takenAt: Date,
  rows: Rows,
): AsyncGenerator<string> {
  const counts = { cases: 0, withheld: 0 };
  yield line({
    kind: 'head',
    ...filter,
    takenAt: takenAt.toISOString(),
    smallestCell: SMALLEST_CELL,
  });
  for (let batch = await rows.next(); batch.length > 0; batch = await rows.next()) {
    const given = batch.filter(({ inCell }) => inCell >= SMALLEST_CELL);
    counts.cases += given.length;
    counts.withheld += batch.length - given.length;
    if (given.length > 0) yield given.map(lineOf).join('');
  }
  yield line({ kind: 'end', ...counts });
}

const lineOf = ({ inCell: _inCell, ...exported }: ExportedCase): string =>
  line({ kind: 'case', ...exported });

const line = (document: object): string => `${JSON.stringify(document)}\n`;
