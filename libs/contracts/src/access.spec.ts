import { describe, expect, it } from '@jest/globals';
import { TOPIC_ACCESS, topicAccessOf } from './access.js';
import { CONTRACTS, TOPICS } from './registry.js';

describe('what a service may do with the event log', () => {
  it('is to write the topics of the contracts that it publishes', () => {
    for (const { service, writes } of TOPIC_ACCESS)
      for (const { topic, writer } of CONTRACTS)
        expect(writes.includes(topic)).toBe(writer === service);
  });

  it('is to read the topics on which a contract is meant for it', () => {
    for (const { service, reads } of TOPIC_ACCESS)
      for (const { name, types } of TOPICS) {
        const meant = CONTRACTS.some(
          ({ type, readers }) => types.includes(type) && readers.includes(service),
        );
        expect(reads.includes(name)).toBe(meant);
      }
  });

  it('gives each topic one writer', () => {
    const written = TOPIC_ACCESS.flatMap(({ writes }) => writes);
    expect(written.toSorted()).toEqual(TOPICS.map(({ name }) => name).toSorted());
  });

  it('lets no service into the groups of another', () => {
    const mine = (group: string, { group: own, groupPrefix }: (typeof TOPIC_ACCESS)[number]) =>
      group === own || group.startsWith(groupPrefix);
    for (const one of TOPIC_ACCESS)
      for (const other of TOPIC_ACCESS) {
        const reaches = [other.group, `${other.groupPrefix}rebuild.1`].some((g) => mine(g, one));
        expect(reaches).toBe(one === other);
      }
  });

  it('is told for one service by its name', () => {
    expect(topicAccessOf('resident')).toEqual({
      service: 'resident',
      writes: [
        'madoguchi.resident.status.v1',
        'madoguchi.resident.protection.v1',
        'madoguchi.resident.access.v1',
      ],
      reads: ['madoguchi.resident.task.v1'],
      group: 'resident',
      groupPrefix: 'resident.',
    });
  });
});
