export interface GroupMember {
  readonly id: string;
  /** What it subscribes to: during an update, members of one group differ in it. */
  readonly topics: readonly string[];
}

/** Partitions by topic, as kafkajs writes an assignment. */
export type MemberAssignment = Readonly<Record<string, readonly number[]>>;

/**
 * Who reads what, the same whoever of the group computes it: every partition of every topic goes to exactly one of the
 * members that subscribe to it; they share a topic evenly. Members with the same topics read the same partition of all of
 * them, so that what one case causes in several topics comes into one chunk.
 */
export function assignPartitions(
  members: readonly GroupMember[],
  partitionsPerTopic: number,
): ReadonlyMap<string, MemberAssignment> {
  const sorted = members.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const assigned = new Map(sorted.map(({ id }) => [id, new Map<string, number[]>()]));
  for (const topic of new Set(sorted.flatMap(({ topics }) => topics))) {
    const subscribers = sorted.filter(({ topics }) => topics.includes(topic));
    for (let partition = 0; partition < partitionsPerTopic; partition += 1) {
      const { id } = subscribers[partition % subscribers.length]!;
      const own = assigned.get(id)!;
      own.set(topic, [...(own.get(topic) ?? []), partition]);
    }
  }
  return new Map([...assigned].map(([id, topics]) => [id, Object.fromEntries(topics)]));
}
