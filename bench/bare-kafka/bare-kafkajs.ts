import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { SERVICES } from '@app/contracts';
import type { KafkaAccess } from '@app/messaging';
import type { ObservedDatabase } from '../observe/database.js';
import { processorMs } from '../observe/processor.js';
import { makeTopics } from '../systems/make-topics.js';
import type { BareCommand, BareRecord, BareReply } from './bare-messages.js';

/** More would not fit the memory of who sends them. */
const MOST_FILINGS = 1_000;

const start = (program: string): ChildProcess =>
  fork(join(import.meta.dirname, program), {
    serialization: 'advanced',
    env: { ...process.env, KAFKAJS_NO_PARTITIONER_WARNING: '1' },
    execArgv: ['--disable-warning=TimeoutNegativeWarning'],
  });

async function ask(child: ChildProcess, command: BareCommand): Promise<BareReply> {
  const answered = new AbortController();
  const { signal } = answered;
  child.send(command);
  try {
    const [reply] = (await Promise.race([
      once(child, 'message', { signal }),
      once(child, 'exit', { signal }).then(() => [{ error: 'the process ended' }]),
    ])) as [BareReply];
    if (reply.error !== undefined) throw new Error(`bare kafkajs: ${reply.error}`);
    return reply;
  } finally {
    answered.abort();
  }
}

/** One process that sends the very bytes that ours has sent, and one that reads them and does nothing. */
export class BareKafkajs {
  private readonly producer = start('producer-process.js');
  private readonly consumer = start('consumer-process.js');
  private filings = 0;
  private records = 0;

  async copyWhatOursWrote(database: ObservedDatabase, access: KafkaAccess): Promise<void> {
    const records = await recordsOf(database);
    this.records = records.length;
    this.filings = new Set(records.map(({ key }) => key)).size;
    const topics = [...new Set(records.map(({ topic }) => topic))];
    await makeTopics(access, topics);
    await ask(this.consumer, { what: 'consume', access, topics });
    await ask(this.producer, { what: 'prepare', access, records });
  }

  /** Answers how many filings' records went through, how long it took, and the processor time of the two. */
  async send(seconds: number): Promise<{ count: number; ms: number; cpuMs: number }> {
    const pids = [this.producer, this.consumer].flatMap(({ pid }) => pid ?? []);
    const before = await processorMs(pids);
    const began = performance.now();
    const { times = 0 } = await ask(this.producer, { what: 'produce', seconds });
    await ask(this.consumer, { what: 'await', count: times * this.records });
    const ms = performance.now() - began;
    return { count: times * this.filings, ms, cpuMs: (await processorMs(pids)) - before };
  }

  close(): void {
    this.producer.kill();
    this.consumer.kill();
  }
}

async function recordsOf(database: ObservedDatabase): Promise<BareRecord[]> {
  const outboxes = SERVICES.map(
    (service) =>
      `SELECT topic, partition, key, headers, payload FROM ${service.replaceAll('-', '_')}.outbox`,
  ).join(' UNION ALL ');
  const rows = await database.rows<Omit<BareRecord, 'value'> & { payload: Buffer }>(
    `SELECT 'bare.' || topic AS topic, partition, key, headers, payload FROM (${outboxes}) o
     WHERE key IN (SELECT case_id FROM applications.application_status LIMIT ${MOST_FILINGS})`,
  );
  return rows.map(({ payload, ...record }) => ({ ...record, value: payload }));
}
