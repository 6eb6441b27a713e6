import { describe, expect, it } from '@jest/globals';
import type { ExportedCase } from '../persistence/export-rows.repository.js';
import { SMALLEST_CELL, exportLines } from './export-lines.js';

const filter = { from: '2026-04-01', to: '2026-04-30', ofWard: null, lifeEvent: null };
const takenAt = new Date('2026-05-01T00:00:00.000Z');
const exported = (pseudonym: string, inCell: number): ExportedCase => ({
  ...{ pseudonym, inCell, ward: '14133', lifeEvent: 'birth', month: '2026-04', ruleSet: '2026-04' },
  ...{ status: 'CLOSED', withdrawal: 'none', daysOpen: 3, tasks: [] },
});

async function linesOf(...batches: ExportedCase[][]): Promise<Record<string, unknown>[]> {
  const waiting = [...batches, []];
  const rows = { next: () => Promise.resolve(waiting.shift()!) };
  let text = '';
  for await (const part of exportLines(filter, takenAt, rows)) text += part;
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('the lines of an export', () => {
  it('begin with what was asked for, and end with how many there are', async () => {
    const lines = await linesOf([exported('a', 5), exported('b', 9)], [exported('c', 5)]);
    expect(lines[0]).toMatchObject({ kind: 'head', ...filter, takenAt: takenAt.toISOString() });
    expect(lines.slice(1, -1).map(({ pseudonym }) => pseudonym)).toEqual(['a', 'b', 'c']);
    expect(lines.at(-1)).toEqual({ kind: 'end', cases: 3, withheld: 0 });
  });

  it('leave out the cases of small cells, and only count them', async () => {
    const few = SMALLEST_CELL - 1;
    const lines = await linesOf(
      [exported('a', few), exported('b', SMALLEST_CELL)],
      [exported('c', 1)],
    );
    expect(lines.slice(1, -1).map(({ pseudonym }) => pseudonym)).toEqual(['b']);
    expect(lines.at(-1)).toEqual({ kind: 'end', cases: 1, withheld: 2 });
    expect(JSON.stringify(lines)).not.toContain('inCell');
  });
});
