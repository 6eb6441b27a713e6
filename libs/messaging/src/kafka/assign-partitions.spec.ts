import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { assignPartitions, type GroupMember } from './assign-partitions.js';

const TOPICS = ['a', 'b', 'c', 'd'];
const members: fc.Arbitrary<GroupMember[]> = fc.uniqueArray(
  fc.record({ id: fc.uuid(), topics: fc.subarray(TOPICS, { minLength: 1 }) }),
  { selector: ({ id }) => id, minLength: 1, maxLength: 30 },
);
const PARTITIONS = 24;

const topicsOf = (group: readonly GroupMember[]): string[] => [
  ...new Set(group.flatMap(({ topics }) => topics)),
];
const ownersOf = (group: readonly GroupMember[], wanted: string): string[][] =>
  Array.from({ length: PARTITIONS }, (_, partition) =>
    [...assignPartitions(group, PARTITIONS)]
      .filter(([, assignment]) => assignment[wanted]?.includes(partition))
      .map(([id]) => id),
  );

describe('Partitions of a group', () => {
  it('are each read by exactly one member that subscribes to their topic', () => {
    fc.assert(
      fc.property(members, (group) => {
        for (const one of topicsOf(group)) {
          const subscribers = new Set(
            group.filter(({ topics }) => topics.includes(one)).map(({ id }) => id),
          );
          for (const owners of ownersOf(group, one)) {
            expect(owners).toHaveLength(1);
            expect(subscribers).toContain(owners[0]);
          }
        }
      }),
    );
  });

  it('are shared evenly by the subscribers of each topic', () => {
    fc.assert(
      fc.property(members, (group) => {
        const assignments = assignPartitions(group, PARTITIONS);
        for (const one of topicsOf(group)) {
          const counts = group
            .filter(({ topics }) => topics.includes(one))
            .map(({ id }) => assignments.get(id)?.[one]?.length ?? 0);
          expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('of the same number in topics with the same subscribers have one owner', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.uuid(), { minLength: 1, maxLength: 30 }), (ids) => {
        const group = ids.map((id) => ({ id, topics: ['a', 'b'] }));
        expect(ownersOf(group, 'a')).toEqual(ownersOf(group, 'b'));
      }),
    );
  });

  it('do not depend on the order in which members and topics are named', () => {
    fc.assert(
      fc.property(members, (group) => {
        const turned = group
          .map(({ id, topics }) => ({ id, topics: topics.toReversed() }))
          .toReversed();
        expect(assignPartitions(turned, PARTITIONS)).toEqual(assignPartitions(group, PARTITIONS));
      }),
    );
  });

  it('leave a member that comes too late with none, and name it', () => {
    const group = Array.from({ length: 3 }, (_, index) => ({ id: `${index}`, topics: ['a'] }));
    expect(assignPartitions(group, 2).get('2')).toEqual({});
  });
});
