import { EventEmitter, once } from 'node:events';
import type { Consumer } from 'kafkajs';
import type { KafkaAccess } from '@app/messaging';
import { answerParent } from './answer-parent.js';
import { bareClient } from './bare-client.js';

const COMMIT_EVERY_MS = 1_000;

const read = new EventEmitter();
const offsets = new Map<string, { topic: string; partition: number; offset: string }>();
let count = 0;

async function consume(access: KafkaAccess, topics: readonly string[]): Promise<void> {
  const consumer = bareClient(access).consumer({ groupId: 'bare', maxWaitTimeInMs: 500 });
  await consumer.connect();
  await consumer.subscribe({ topics: [...topics], fromBeginning: true });
  const joined = once(read, 'joined');
  consumer.on(consumer.events.GROUP_JOIN, () => read.emit('joined'));
  // Nobody would notice else: its log is silent, and who waits for records waits on.
  consumer.on(consumer.events.CRASH, ({ payload }) => {
    console.error(payload.error);
    process.exit(1);
  });
  await consumer.run({
    partitionsConsumedConcurrently: 24,
    // By itself kafkajs commits after each batch of each partition, which costs more than all the rest.
    autoCommit: false,
    // Nothing is done with them.
    eachBatch: ({ batch }) => {
      const { topic, partition } = batch;
      count += batch.messages.length;
      const offset = String(BigInt(batch.lastOffset()) + 1n);
      offsets.set(`${topic}/${partition}`, { topic, partition, offset });
      read.emit('batch');
      return Promise.resolve();
    },
  });
  await joined;
  setInterval(() => void commit(consumer), COMMIT_EVERY_MS);
}

/** Once a second, as ours does. */
async function commit(consumer: Consumer): Promise<void> {
  const done = [...offsets.values()];
  offsets.clear();
  if (done.length > 0) await consumer.commitOffsets(done);
}

answerParent(async (command) => {
  if (command.what === 'consume') {
    await consume(command.access, command.topics);
    return {};
  }
  if (command.what !== 'await') throw new Error(`A consumer does not ${command.what}.`);
  while (count < command.count) await once(read, 'batch');
  count -= command.count;
  return {};
});
