import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { v7 as uuidV7 } from 'uuid';
import { cloudEventHeaders } from '../envelope/cloud-event-headers.js';
import type { StoredRecord } from '../event-log.port.js';
import { noteContract } from '../testing/two-services.js';
import { notingHandler } from '../testing/noting-handler.js';
import { HandlerRegistry } from './handler-registry.js';
import { openRecord } from './open-record.js';
import { planChunk, withFailures, type ChunkFacts, type ChunkPlan } from './plan-chunk.js';

const TOPIC = 'madoguchi.test.plan.v1';
const KEY = uuidV7();
const FACTS = noteContract(TOPIC);
const SNAPSHOTS = noteContract(TOPIC, { type: 'madoguchi.test.snapshot', start: 'any' });
const registry = new HandlerRegistry('life-events', [notingHandler([FACTS, SNAPSHOTS])]);

interface Said {
  sequence: number;
  id?: string;
  type?: string;
  data?: unknown;
}

function record({ sequence, id = uuidV7(), type = FACTS.type, data }: Said): StoredRecord {
  const headers = cloudEventHeaders({
    ...{ id, type, sequence, key: KEY, source: '/madoguchi/applications', time: '2026-11-20' },
  });
  const value = Buffer.from(JSON.stringify({ data: data ?? { note: 'n', weight: 1 } }));
  return { topic: TOPIC, partition: 0, offset: 0n, key: KEY, headers, value };
}

interface Known {
  last?: number;
  blocked?: boolean;
  known?: string[];
}

function plan(said: readonly Said[], { last, blocked = false, known = [] }: Known = {}): ChunkPlan {
  const records = said.map(record);
  const opened = records.map((one) => openRecord(one, registry));
  const facts: ChunkFacts = {
    streams: new Map([[`${TOPIC}|${KEY}`, { last, blocked }]]),
    fresh: new Set(records.map((one) => one.headers['ce_id']!).filter((id) => !known.includes(id))),
  };
  return planChunk(opened, facts);
}

const applied = ({ deliveries }: ChunkPlan): number[] => deliveries.map(({ sequence }) => sequence);
const parked = ({ parked: rows }: ChunkPlan): [number, string, string][] =>
  rows.map(({ opened, reason, state }) => [opened.readable ? opened.sequence : 0, reason, state]);

describe('planChunk', () => {
  it('applies what is next', () => {
    const next = plan([{ sequence: 4 }, { sequence: 5 }], { last: 3 });
    expect(applied(next)).toEqual([4, 5]);
    expect([...next.streams.values()][0]).toMatchObject({ before: 3, last: 5 });
  });

  it('begins a stream of facts at 1 and one of snapshots anywhere', () => {
    expect(applied(plan([{ sequence: 1 }]))).toEqual([1]);
    expect(parked(plan([{ sequence: 2 }]))).toEqual([[2, 'gap', 'waiting']]);
    expect(applied(plan([{ sequence: 9, type: SNAPSHOTS.type }]))).toEqual([9]);
  });

  it('drops what the inbox knows, wherever its number lies', () => {
    const ids = [uuidV7(), uuidV7()];
    const said = [
      { sequence: 2, id: ids[0]! },
      { sequence: 7, id: ids[1]! },
    ];
    const dropped = plan(said, { last: 3, known: ids });
    expect(dropped.counts).toEqual({ duplicate_dropped: 2 });
    expect(parked(dropped)).toEqual([]);
  });

  it('tells a fork from a duplicate by its id', () => {
    const forked = plan([{ sequence: 3 }, { sequence: 4 }], { last: 3 });
    expect(parked(forked)[0]).toEqual([3, 'fork', 'dead']);
    expect(parked(forked)[1]).toMatchObject([4, 'behind', 'retrying']);
    expect(forked.counts).toEqual({ fork: 1, dead: 1, parked: 1 });
  });

  it('lets a stream wait behind what is parked, and calls for the one that was missing', () => {
    expect(parked(plan([{ sequence: 7 }], { last: 3, blocked: true }))).toEqual([
      [7, 'behind', 'waiting'],
    ]);
    expect(parked(plan([{ sequence: 4 }], { last: 3, blocked: true }))).toEqual([
      [4, 'behind', 'retrying'],
    ]);
  });

  it('has an invalid one dead, and an unknown type wait, each with its stream', () => {
    const said = [{ sequence: 1, data: { note: 5 } }, { sequence: 2 }];
    expect(parked(plan(said))).toEqual([
      [1, 'invalid', 'dead'],
      [2, 'behind', 'waiting'],
    ]);
    expect(parked(plan([{ sequence: 1, type: 'of.tomorrow' }, { sequence: 2 }]))).toEqual([
      [1, 'unknown-type', 'waiting'],
      [2, 'behind', 'waiting'],
    ]);
    // Nobody knows where a stream of an unknown type begins.
    expect(parked(plan([{ sequence: 8, type: 'of.tomorrow' }]))).toEqual([
      [8, 'unknown-type', 'waiting'],
    ]);
  });

  it('applies a stream without gap, once and in order, whatever comes in whatever order', () => {
    const arrivals = fc.array(fc.integer({ min: 1, max: 8 }), { maxLength: 20 });
    fc.assert(
      fc.property(arrivals, fc.integer({ min: 0, max: 4 }), (sequences, last) => {
        const ids = Array.from({ length: 9 }, () => uuidV7());
        const said = sequences.map((sequence) => ({ sequence, id: ids[sequence]! }));
        const known = ids.filter((_, sequence) => sequence <= last);
        const result = plan(said, { known, ...(last > 0 && { last }) });
        expect(applied(result)).toEqual(applied(result).map((_, index) => last + 1 + index));
        const { duplicate_dropped: dropped = 0 } = result.counts;
        expect(applied(result).length + result.parked.length + dropped).toBe(said.length);
      }),
    );
  });
});

describe('withFailures', () => {
  it('parks the failed one and everything behind it, and moves the stream up to it', () => {
    const all = plan([{ sequence: 1 }, { sequence: 2 }, { sequence: 3 }]);
    const failure = { delivery: all.deliveries[1]!, error: new Error('x') };
    const rest = withFailures(all, new Map([[`${TOPIC}|${KEY}`, failure]]));
    expect(parked(rest)).toEqual([
      [2, 'failed', 'retrying'],
      [3, 'behind', 'waiting'],
    ]);
    expect([...rest.streams.values()][0]).toMatchObject({ last: 1 });
    expect(rest.counts).toEqual({ parked: 2 });
  });

  it('refuses a failure of something that the handler was not given', () => {
    const all = plan([{ sequence: 1 }]);
    const stranger = { ...all.deliveries[0]!, id: uuidV7() };
    const failures = new Map([[`${TOPIC}|${KEY}`, { delivery: stranger, error: new Error('x') }]]);
    expect(() => withFailures(all, failures)).toThrow('was not given');
  });
});
