import { EventEmitter, once } from 'node:events';
import type { KafkaAccess } from '@app/messaging';
import { answerParent } from './answer-parent.js';
import { bareClient } from './bare-client.js';

const read = new EventEmitter();
let count = 0;

async function consume(access: KafkaAccess, topics: readonly string[]): Promise<void> {
  const consumer = bareClient(access).consumer({ groupId: 'bare', maxWaitTimeInMs: 100 });
  await consumer.connect();
  await consumer.subscribe({ topics: [...topics], fromBeginning: true });
  const joined = once(read, 'joined');
  consumer.on(consumer.events.GROUP_JOIN, () => read.emit('joined'));
  await consumer.run({
    partitionsConsumedConcurrently: 24,
    // Nothing is done with them; kafkajs commits after each batch.
    eachBatch: ({ batch }) => {
      count += batch.messages.length;
      read.emit('batch');
      return Promise.resolve();
    },
  });
  await joined;
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
