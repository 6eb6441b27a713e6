import { startOf, type OpenedRecord, type PlacedRecord } from '../inbox/open-record.js';
import type { ParkedRow } from './parked-stream.repository.js';

export interface OpenedRow {
  readonly row: ParkedRow;
  readonly opened: PlacedRecord;
}

/** Why a stream stops at a row. */
export type Obstacle = 'dead' | 'gap' | 'fork' | 'invalid' | 'unknown-type';

export interface DrainPlan {
  /** To be applied (or passed), in order; each moves the stream on. */
  readonly run: readonly OpenedRow[];
  readonly stop: { readonly at: OpenedRow; readonly because: Obstacle } | undefined;
}

/** How far a parked stream can go on, from its first row. Pure. */
export function planDrain(
  rows: readonly OpenedRow[],
  lastSeen: number | undefined,
  limit: number,
): DrainPlan {
  const run: OpenedRow[] = [];
  let last = lastSeen;
  for (const at of rows) {
    if (run.length === limit) break;
    const because = obstacleOf(at, last);
    if (because !== undefined) return { run, stop: { at, because } };
    run.push(at);
    last = Math.max(last ?? 0, at.row.sequence);
  }
  return { run, stop: undefined };
}

function obstacleOf({ row, opened }: OpenedRow, last: number | undefined): Obstacle | undefined {
  if (row.state === 'dead') return 'dead';
  if (opened.kind === 'unknown-type') return 'unknown-type';
  const before = last ?? (startOf(opened) === 'any' ? row.sequence - 1 : 0);
  if (row.sequence > before + 1) return 'gap';
  // A fork that is not dead was accepted by an operator: it is applied although its number was used before.
  if (row.sequence <= before && row.reason !== 'fork') return 'fork';
  return opened.kind === 'invalid' ? 'invalid' : undefined;
}

export const isPlaced = (opened: OpenedRecord): opened is PlacedRecord => opened.readable;
