import { describe, expect, it } from '@jest/globals';
import { noteContract } from '../testing/two-services.js';
import type { PlacedRecord } from '../inbox/open-record.js';
import type { ParkReason, ParkedState } from './parked-record.js';
import type { ParkedRow } from './parked-stream.repository.js';
import { planDrain, type OpenedRow } from './plan-drain.js';

const FACT = noteContract('t');
const SNAPSHOT = noteContract('t', { start: 'any' });

interface Parked {
  reason?: ParkReason;
  state?: ParkedState;
  kind?: 'pass' | 'invalid' | 'unknown-type';
  contract?: typeof FACT;
}

function row(sequence: number, parked: Parked = {}): OpenedRow {
  const { reason = 'behind', state = 'waiting', kind = 'pass', contract = FACT } = parked;
  return {
    row: { id: `${sequence}`, sequence, reason, state, tries: 0 } as ParkedRow,
    opened: { kind, contract, sequence } as unknown as PlacedRecord,
  };
}

const outcome = (rows: OpenedRow[], last: number | undefined, limit = 50) => {
  const { run, stop } = planDrain(rows, last, limit);
  return [run.map(({ row: { sequence } }) => sequence), stop?.at.row.sequence, stop?.because];
};

describe('planDrain', () => {
  it('goes on as long as the numbers do', () => {
    expect(outcome([row(3), row(4), row(5)], 2)).toEqual([[3, 4, 5], undefined, undefined]);
    expect(outcome([row(3), row(4), row(6)], 2)).toEqual([[3, 4], 6, 'gap']);
    expect(outcome([row(4)], 2)).toEqual([[], 4, 'gap']);
  });

  it('takes only so many at once', () => {
    expect(outcome([row(3), row(4), row(5)], 2, 2)).toEqual([[3, 4], undefined, undefined]);
  });

  it('stops at what is dead, invalid or unknown', () => {
    expect(outcome([row(3), row(4, { state: 'dead' }), row(5)], 2)).toEqual([[3], 4, 'dead']);
    expect(outcome([row(3, { kind: 'invalid' })], 2)).toEqual([[], 3, 'invalid']);
    expect(outcome([row(3, { kind: 'unknown-type' })], 2)).toEqual([[], 3, 'unknown-type']);
  });

  it('stops at a number that was used, unless an operator accepted it', () => {
    expect(outcome([row(2)], 2)).toEqual([[], 2, 'fork']);
    const accepted = row(2, { reason: 'fork', state: 'retrying' });
    expect(outcome([accepted, row(3)], 2)).toEqual([[2, 3], undefined, undefined]);
  });

  it('begins an unseen stream of facts at 1, and one of snapshots anywhere', () => {
    expect(outcome([row(2)], undefined)).toEqual([[], 2, 'gap']);
    expect(outcome([row(1), row(2)], undefined)).toEqual([[1, 2], undefined, undefined]);
    const snapshots = [row(7, { contract: SNAPSHOT }), row(8, { contract: SNAPSHOT })];
    expect(outcome(snapshots, undefined)).toEqual([[7, 8], undefined, undefined]);
  });
});
