import kafkajs from 'kafkajs';
import type { Assigner, GroupMember as KafkaMember, PartitionAssigner } from 'kafkajs';
import { PARTITIONS } from '@app/contracts';
import { assignPartitions } from './assign-partitions.js';

const { MemberAssignment, MemberMetadata } = kafkajs.AssignerProtocol;
/** Members of a group agree on it by name: another way to assign needs another name, and a while with both. */
const NAME = 'madoguchi-by-subscription';
const VERSION = 0;
const NO_DATA = Buffer.alloc(0);

/**
 * kafkajs's own assigner deals the leader's topics out to all members, whatever those subscribe to: while an update adds
 * a topic, an old member would be given what it does not read, and an old leader would leave the new topic out. Ours asks
 * each member; that every topic has the same number of partitions spares it the metadata of topics that it does not read.
 */
export const partitionAssigner: PartitionAssigner = (): Assigner => ({
  name: NAME,
  version: VERSION,
  assign: ({ members }) => Promise.resolve(assignmentsOf(members)),
  protocol: ({ topics }) => ({
    name: NAME,
    metadata: MemberMetadata.encode({ version: VERSION, topics, userData: NO_DATA }),
  }),
});

function assignmentsOf(members: readonly KafkaMember[]): ReturnType<typeof encoded>[] {
  const known = members.map(({ memberId, memberMetadata }) => ({
    id: memberId,
    topics: MemberMetadata.decode(memberMetadata)?.topics ?? [],
  }));
  return [...assignPartitions(known, PARTITIONS)].map(encoded);
}

function encoded([memberId, topics]: readonly [
  string,
  Readonly<Record<string, readonly number[]>>,
]): { memberId: string; memberAssignment: Buffer } {
  const assignment = Object.fromEntries(
    Object.entries(topics).map(([topic, partitions]) => [topic, [...partitions]]),
  );
  const memberAssignment = MemberAssignment.encode({
    version: VERSION,
    assignment,
    userData: NO_DATA,
  });
  return { memberId, memberAssignment };
}
