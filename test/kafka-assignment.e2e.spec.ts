import { expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { PARTITIONS } from '@app/contracts';
import { createKafkaTopics, KafkaEventLog, type TopicPartition } from '@app/messaging';
import { QUIET } from './support/kafka-harness.js';
import { describeWithOwnBroker } from './support/kafka-suite.js';
import { Member, SharedProgress } from './support/log-readers.js';
import { until } from './support/until.js';

describeWithOwnBroker('A group during an update that adds a topic', (broker) => {
  it('reads the new topic as soon as one member subscribes to it, and gives none of it to the others', async () => {
    const options = { ...broker().administrator, clientId: 'test', log: QUIET };
    const [known, added] = [`test.known.${randomUUID()}`, `test.added.${randomUUID()}`];
    await createKafkaTopics(options, [known, added]);
    const [oldLog, newLog] = [new KafkaEventLog(options), new KafkaEventLog(options)];
    const progress = new SharedProgress();
    const [before, after] = [new Member(progress), new Member(progress)];
    // The first one to come leads the group and assigns for all; it has never heard of the new topic.
    await before.join(oldLog, `test.group.${added}`, [known]);
    await after.join(newLog, `test.group.${added}`, [known, added]);

    const sharesOf = (topic: string): number[] =>
      [before, after].map((one) => inTopic(one, topic).length);
    await until('both read', () => sharesOf(known).every((share) => share === PARTITIONS / 2));
    expect(new Set([...inTopic(before, known), ...inTopic(after, known)]).size).toBe(PARTITIONS);
    expect(sharesOf(added)).toEqual([0, PARTITIONS]);

    await before.subscription?.close();
    await until('the other one reads all', () => inTopic(after, known).length === PARTITIONS);
    expect(inTopic(after, added)).toHaveLength(PARTITIONS);
    await after.subscription?.close();
    await Promise.all([oldLog.close(), newLog.close()]);
  }, 120_000);
});

/** The partitions of the topic in the member's last assignment. */
const inTopic = ({ assignments }: Member, wanted: string): number[] =>
  (assignments.at(-1) ?? [])
    .filter(({ topic }: TopicPartition) => topic === wanted)
    .map(({ partition }) => partition);
