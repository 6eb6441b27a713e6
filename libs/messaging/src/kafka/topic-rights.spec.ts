import { describe, expect, it } from '@jest/globals';
import { TOPIC_ACCESS } from '@app/contracts';
import kafkajs from 'kafkajs';
import { topicRightCommands, topicRightsOf } from './topic-rights.js';

const { AclOperationTypes: operations, AclResourceTypes: resources } = kafkajs;

const ACCESS = {
  service: 'resident',
  writes: ['status'],
  reads: ['task'],
  group: 'resident',
  groupPrefix: 'resident.',
} as const;

describe('the rights of a service at the brokers', () => {
  it('are to write its topics, to read what it is given, and to be in its own groups', () => {
    const rights = topicRightsOf(ACCESS).map((one) => [
      one.resourceType,
      one.resourceName,
      one.resourcePatternType,
      one.operation,
    ]);
    const { TOPIC, GROUP } = resources;
    const { LITERAL, PREFIXED } = kafkajs.ResourcePatternTypes;
    expect(rights).toEqual([
      [TOPIC, 'status', LITERAL, operations.WRITE],
      [TOPIC, 'status', LITERAL, operations.DESCRIBE],
      [TOPIC, 'task', LITERAL, operations.READ],
      [TOPIC, 'task', LITERAL, operations.DESCRIBE],
      [GROUP, 'resident', LITERAL, operations.READ],
      [GROUP, 'resident.', PREFIXED, operations.READ],
    ]);
  });

  it('belong to the user of that name, wherever it comes from', () => {
    const whose = topicRightsOf(ACCESS).map(({ principal, host }) => `${principal} ${host}`);
    expect(new Set(whose)).toEqual(new Set(['User:resident *']));
  });

  it('hold no group for a service that reads nothing', () => {
    const types = topicRightsOf({ ...ACCESS, reads: [] }).map((one) => one.resourceType);
    expect(types).not.toContain(resources.GROUP);
  });

  it('are never to make, change or delete anything, nor to act for the cluster', () => {
    for (const right of TOPIC_ACCESS.flatMap(topicRightsOf)) {
      expect([operations.READ, operations.WRITE, operations.DESCRIBE]).toContain(right.operation);
      expect([resources.TOPIC, resources.GROUP]).toContain(right.resourceType);
    }
  });

  it('are said as arguments of Kafka’s own tool', () => {
    const [, , , , group, prefixed] = topicRightCommands({
      ...ACCESS,
      writes: ['w'],
      reads: ['r'],
    });
    expect(topicRightCommands({ ...ACCESS, writes: ['w'], reads: [] })).toEqual([
      `--allow-principal User:${ACCESS.service} --operation write --topic w`,
      `--allow-principal User:${ACCESS.service} --operation describe --topic w`,
    ]);
    expect(group).toContain(`--operation read --group ${ACCESS.group}`);
    expect(prefixed).toContain(`--group ${ACCESS.groupPrefix} --resource-pattern-type prefixed`);
  });
});
