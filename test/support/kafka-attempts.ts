import kafkajs from 'kafkajs';
import type { Admin, KafkaConfig } from 'kafkajs';
import { kafkaClient } from './kafka-client.js';
import type { KafkaAccess } from '@app/messaging';

/** What the brokers said to an attempt: `done`, or their word for why not. */
export type Answer = string;

/** Appends a record; on a client of its own, since kafkajs asks for all topics of a client at once. */
export async function write(access: KafkaAccess, topic: string): Promise<Answer> {
  const producer = kafkaClient(access).producer({ allowAutoTopicCreation: false });
  return answerTo(async () => {
    await producer.connect();
    await producer.send({ topic, messages: [{ key: 'key', value: 'value' }] });
  }).finally(() => producer.disconnect());
}

/** What a coordinator answers that has only just got the group: no answer to whoever asks. */
const NOT_YET = 'GROUP_LOAD_IN_PROGRESS';

/** Joins a group and waits for the first record of the topic, which must hold one. */
export async function read(access: KafkaAccess, topic: string, group: string): Promise<Answer> {
  for (;;) {
    const answer = await tryToRead(access, topic, group);
    if (answer !== NOT_YET) return answer;
  }
}

async function tryToRead(access: KafkaAccess, topic: string, group: string): Promise<Answer> {
  const said: string[] = [];
  const consumer = kafkaClient(access, listening(said)).consumer({
    groupId: group,
    allowAutoTopicCreation: false,
    retry: { restartOnFailure: () => Promise.resolve(false) },
  });
  const outcome = Promise.withResolvers<void>();
  consumer.on(consumer.events.CRASH, ({ payload }) => outcome.reject(payload.error));
  const answer = await answerTo(async () => {
    await consumer.connect();
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachMessage: () => Promise.resolve(outcome.resolve()),
    });
    await outcome.promise;
  }).finally(() => consumer.disconnect());
  // kafkajs throws that nobody coordinates the group; only its log says why.
  const groupRefused = said.some((text) => text.startsWith('Not authorized to access group'));
  return groupRefused ? 'GROUP_AUTHORIZATION_FAILED' : answer;
}

function listening(said: string[]): Partial<KafkaConfig> {
  return {
    logLevel: kafkajs.logLevel.ERROR,
    logCreator:
      () =>
      ({ log }) =>
        said.push(String(log['error'])),
  };
}

export async function administer(
  access: KafkaAccess,
  work: (admin: Admin) => Promise<unknown>,
): Promise<Answer> {
  const admin = kafkaClient(access, { retry: { retries: 0 } }).admin();
  return answerTo(async () => {
    await admin.connect();
    await work(admin);
  }).finally(() => admin.disconnect());
}

async function answerTo(attempt: () => Promise<unknown>): Promise<Answer> {
  try {
    await attempt();
    return 'done';
  } catch (error) {
    return wordOf(error);
  }
}

/** kafkajs puts the brokers' word into the error, what caused it, or one of several for each topic. */
function wordOf(error: unknown): Answer {
  if (typeof error !== 'object' || error === null) return String(error);
  const { type, name, cause, errors, error: inner } = error as Record<string, unknown>;
  if (typeof type === 'string') return type;
  const [first] = Array.isArray(errors) ? (errors as unknown[]) : [];
  const deeper = cause ?? first ?? inner;
  return deeper === undefined ? String(name) : wordOf(deeper);
}
