import type { TopicAccess } from '@app/contracts';
import kafkajs from 'kafkajs';
import type { AclEntry } from 'kafkajs';

const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } = kafkajs;

/**
 * The brokers' rights (ACLs) of one service: to write and see its own topics, to read and see the topics that contracts
 * give it, and to be a member of its own groups. Nothing else: no right to make, change or delete anything.
 */
export function topicRightsOf({
  service,
  writes,
  reads,
  group,
  groupPrefix,
}: TopicAccess): AclEntry[] {
  const { LITERAL, PREFIXED } = ResourcePatternTypes;
  const { READ, WRITE, DESCRIBE } = AclOperationTypes;
  const topic = (resourceName: string, operation: number): AclEntry =>
    right(service, { resourceType: AclResourceTypes.TOPIC, resourceName, operation });
  const groups = (resourceName: string, resourcePatternType: number): AclEntry => ({
    ...right(service, { resourceType: AclResourceTypes.GROUP, resourceName, operation: READ }),
    resourcePatternType,
  });
  return [
    ...writes.flatMap((name) => [topic(name, WRITE), topic(name, DESCRIBE)]),
    ...reads.flatMap((name) => [topic(name, READ), topic(name, DESCRIBE)]),
    ...(reads.length > 0 ? [groups(group, LITERAL), groups(groupPrefix, PREFIXED)] : []),
  ];
}

/** The same as arguments of Kafka's own tool, `kafka-acls.sh`. */
export function topicRightCommands(access: TopicAccess): string[] {
  return topicRightsOf(access).map(
    ({ principal, operation, resourceType, resourceName, resourcePatternType }) =>
      [
        `--allow-principal ${principal} --operation ${nameOf(AclOperationTypes, operation)}`,
        `--${nameOf(AclResourceTypes, resourceType)} ${resourceName}`,
        ...(resourcePatternType === ResourcePatternTypes.PREFIXED
          ? ['--resource-pattern-type prefixed']
          : []),
      ].join(' '),
  );
}

const nameOf = (names: object, value: number): string =>
  Object.entries(names)
    .find(([, one]) => one === value)?.[0]
    .toLowerCase() ?? String(value);

/** The principal under which the brokers know a service's user. */
export const principalOf = (user: string): string => `User:${user}`;

function right(
  service: string,
  what: Pick<AclEntry, 'resourceType' | 'resourceName' | 'operation'>,
): AclEntry {
  return {
    ...what,
    principal: principalOf(service),
    host: '*',
    permissionType: AclPermissionTypes.ALLOW,
    resourcePatternType: ResourcePatternTypes.LITERAL,
  };
}
