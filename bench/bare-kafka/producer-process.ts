import type { Message, Producer } from 'kafkajs';
import { answerParent } from './answer-parent.js';
import { bareClient } from './bare-client.js';
import type { BareRecord } from './bare-messages.js';

const PER_SEND = 500;

interface Send {
  readonly topic: string;
  readonly messages: Message[];
}

let producer: Producer | undefined;
let sends: readonly Send[] = [];

function inSends(records: readonly BareRecord[]): Send[] {
  const byTopic = Map.groupBy(records, ({ topic }) => topic);
  return [...byTopic].flatMap(([topic, all]) =>
    Array.from({ length: Math.ceil(all.length / PER_SEND) }, (_, index) => ({
      topic,
      messages: all.slice(index * PER_SEND, (index + 1) * PER_SEND).map(messageOf),
    })),
  );
}

const messageOf = ({ partition, key, headers, value }: BareRecord): Message => ({
  ...{ partition, key, headers: { ...headers } },
  value: Buffer.from(value),
});

async function produce(seconds: number): Promise<number> {
  const until = performance.now() + seconds * 1000;
  let times = 0;
  do {
    for (const send of sends) await producer?.send({ ...send, acks: -1 });
    times += 1;
  } while (performance.now() < until);
  return times;
}

answerParent(async (command) => {
  if (command.what === 'produce') return { times: await produce(command.seconds) };
  if (command.what !== 'prepare') throw new Error(`A producer does not ${command.what}.`);
  producer = bareClient(command.access).producer();
  await producer.connect();
  sends = inSends(command.records);
  return {};
});
