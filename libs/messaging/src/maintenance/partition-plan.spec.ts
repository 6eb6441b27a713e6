import { describe, expect, it } from '@jest/globals';
import { v7 as uuidV7 } from 'uuid';
import {
  firstIdAt,
  inboxPartitions,
  outboxPartitions,
  startOfPartition,
} from './partition-plan.js';

describe('partitions', () => {
  it('has one of the outbox for each day, without a hole', () => {
    const plans = outboxPartitions(new Date('2026-12-30T23:59:59Z'), 3);
    expect(plans.map(({ table }) => table)).toEqual([
      ...['outbox_20261230', 'outbox_20261231', 'outbox_20270101', 'outbox_20270102'],
    ]);
    expect(plans[0]).toMatchObject({ from: '2026-12-30T00:00:00.000Z', to: plans[1]!.from });
  });

  it('has one of the inbox for each week from last Monday on', () => {
    const plans = inboxPartitions(new Date('2026-11-20T12:00:00Z'), 2);
    expect(plans.map(({ table }) => table)).toEqual([
      ...['inbox_20261109', 'inbox_20261116', 'inbox_20261123', 'inbox_20261130'],
    ]);
    for (let at = 1; at < plans.length; at++) expect(plans[at]!.from).toBe(plans[at - 1]!.to);
  });

  it('puts an id into the week in which it was minted, whenever it arrives', () => {
    const midnight = Date.parse('2026-11-23T00:00:00Z');
    const plans = inboxPartitions(new Date(midnight), 1);
    const weekOf = (msecs: number): string | undefined => {
      const id = uuidV7({ msecs });
      return plans.find(({ from, to }) => from <= id && id < to)?.table;
    };
    expect(weekOf(midnight - 1)).toBe('inbox_20261116');
    expect(weekOf(midnight)).toBe('inbox_20261123');
  });

  it('knows the beginning of a partition by its name', () => {
    expect(startOfPartition('outbox_20261231')).toEqual(new Date('2026-12-31T00:00:00Z'));
    expect(startOfPartition('outbox_default')).toBeUndefined();
  });

  it('orders ids as their times', () => {
    const now = Date.now();
    expect(firstIdAt(now) <= uuidV7({ msecs: now })).toBe(true);
    expect(uuidV7({ msecs: now }) < firstIdAt(now + 1)).toBe(true);
  });
});
