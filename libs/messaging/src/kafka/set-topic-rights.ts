import type { TopicAccess } from '@app/contracts';
import kafkajs from 'kafkajs';
import type { AclEntry, Admin } from 'kafkajs';
import { principalOf, topicRightsOf } from './topic-rights.js';

export interface RightsChange {
  readonly given: number;
  readonly taken: number;
}

/** Gives first and takes afterwards: a running service never lacks for a moment what it has before and after. */
export async function setTopicRights(
  admin: Admin,
  services: readonly TopicAccess[],
): Promise<RightsChange> {
  const wanted = new Map(services.flatMap(topicRightsOf).map((right) => [nameOf(right), right]));
  const found = await rightsOf(admin, new Set(services.map(({ service }) => principalOf(service))));
  const missing = [...wanted].filter(([name]) => !found.has(name)).map(([, right]) => right);
  const foreign = [...found].filter(([name]) => !wanted.has(name)).map(([, right]) => right);
  if (missing.length > 0) await admin.createAcls({ acl: missing });
  if (foreign.length > 0) await admin.deleteAcls({ filters: foreign });
  return { given: missing.length, taken: foreign.length };
}

/** All that these users have; other users of the cluster are nobody's business here. */
async function rightsOf(
  admin: Admin,
  principals: ReadonlySet<string>,
): Promise<Map<string, AclEntry>> {
  const { resources } = await admin.describeAcls({
    resourceType: kafkajs.AclResourceTypes.ANY,
    resourcePatternType: kafkajs.ResourcePatternTypes.ANY,
    operation: kafkajs.AclOperationTypes.ANY,
    permissionType: kafkajs.AclPermissionTypes.ANY,
  });
  const rights = resources.flatMap(({ acls, resourceType, resourceName, resourcePatternType }) =>
    acls.map((acl): AclEntry => ({ resourceType, resourceName, resourcePatternType, ...acl })),
  );
  return new Map(
    rights.filter(({ principal }) => principals.has(principal)).map((one) => [nameOf(one), one]),
  );
}

const nameOf = (right: AclEntry): string =>
  JSON.stringify([
    right.principal,
    right.host,
    right.permissionType,
    right.operation,
    right.resourceType,
    right.resourcePatternType,
    right.resourceName,
  ]);
