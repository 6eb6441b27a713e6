import { afterEach, expect, it } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import {
  createKafkaTopics,
  type KafkaAccess,
  KafkaEventLog,
  type KafkaEventLogOptions,
} from '@app/messaging';
import { administering } from './support/kafka-client.js';
import { describeWithOwnBroker } from './support/kafka-suite.js';
import { Member, SharedProgress } from './support/log-readers.js';
import { Writer } from './support/log-writer.js';
import { until } from './support/until.js';

const quiet = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};
const KEYS = Array.from({ length: 60 }, () => randomUUID());
const EACH = 20;
const ALL = KEYS.length * EACH;
const inOrder = Array.from({ length: EACH }, (_, index) => index + 1);

describeWithOwnBroker('The Kafka event log under faults', (broker) => {
  const closing: (() => Promise<unknown>)[] = [];

  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  }, 30_000);

  const asAdministrator = (): KafkaEventLogOptions => ({
    ...broker().administrator,
    clientId: 'test',
    log: quiet,
  });

  function openLog(): KafkaEventLog {
    const log = new KafkaEventLog(asAdministrator());
    closing.push(() => log.close());
    return log;
  }

  async function newTopic(): Promise<string> {
    const topic = `test.${randomUUID()}`;
    await createKafkaTopics(asAdministrator(), [topic]);
    return topic;
  }

  async function newMember(progress: SharedProgress, topic: string): Promise<Member> {
    const member = new Member(progress);
    await member.join(openLog(), `group.${topic}`, [topic]);
    closing.push(() => member.subscription?.close() ?? Promise.resolve());
    return member;
  }

  function newWriter(topic: string): Writer {
    const writer = new Writer(openLog());
    closing.push(() => writer.close());
    writer.queue(topic, KEYS, EACH);
    return writer;
  }

  const everythingOnceInOrder = (progress: SharedProgress): void => {
    expect(progress.count()).toBe(ALL);
    for (const key of KEYS) expect(progress.applied.get(key)).toEqual(inOrder);
  };

  it('delivers everything once in effect and in order when the broker stops and starts in mid-flow', async () => {
    const topic = await newTopic();
    const progress = new SharedProgress();
    await newMember(progress, topic);
    const writer = newWriter(topic);
    const restart = async (): Promise<void> => {
      await broker().stop();
      await broker().start();
    };
    await writer.drain(100, onceAt(600, restart));
    await until('everything is applied', () => progress.count() === ALL);
    everythingOnceInOrder(progress);
  }, 120_000);

  it('delivers everything once in effect and in order when the broker is killed in mid-flow', async () => {
    const topic = await newTopic();
    const progress = new SharedProgress();
    const member = await newMember(progress, topic);
    const writer = newWriter(topic);
    let restarted: Promise<void> = Promise.resolve();
    const killAndStart = (): void => {
      restarted = broker()
        .kill()
        .then(() => broker().start());
    };
    await writer.drain(50, onceAt(500, killAndStart));
    await restarted;
    await until('everything is applied', () => progress.count() === ALL);
    everythingOnceInOrder(progress);
    expect(writer.failures).toBeGreaterThan(0);
    expect(member.failures).toEqual([]);
  }, 120_000);

  it('keeps the order per case and doubles nothing while a second member joins and leaves', async () => {
    const topic = await newTopic();
    const progress = new SharedProgress();
    const first = await newMember(progress, topic);
    const writer = newWriter(topic);
    let second: Member | undefined;
    await writer.drain(20, async (sent) => {
      if (sent === 300) second = await newMember(progress, topic);
      if (sent === 900) await second?.subscription?.close();
    });
    await until('everything is applied', () => progress.count() === ALL);
    everythingOnceInOrder(progress);
    await until(
      'the first has all partitions again',
      () => first.assignments.at(-1)?.length === 24,
    );
    expect(second?.assignments.at(-1)?.length).toBe(12);
  }, 120_000);

  it('hands the partitions of a member that was killed to the others, which go on where PostgreSQL says', async () => {
    const topic = await newTopic();
    const progress = new SharedProgress();
    const victim = await startMemberProcess(broker().administrator, topic);
    closing.push(() => Promise.resolve(victim.kill('SIGKILL')));
    const survivor = await newMember(progress, topic);
    const writer = newWriter(topic);
    await writer.drain(
      100,
      onceAt(300, () => void victim.kill('SIGKILL')),
    );
    await until('the survivor has everything', () => progress.count() === ALL);
    everythingOnceInOrder(progress);
    expect(survivor.assignments.map((one) => one.length)).toEqual(expect.arrayContaining([12, 24]));
  }, 120_000);

  it('pauses and raises an alarm when the topic was deleted and made anew', async () => {
    const topic = await newTopic();
    const progress = new SharedProgress();
    await newMember(progress, topic);
    const writer = newWriter(topic);
    await writer.drain(500);
    await until('everything is applied', () => progress.count() === ALL);
    await makeAnew(asAdministrator(), topic);
    await until(
      'an alarm for each partition that had records',
      () => new Set(progress.alarms).size === progress.next.size,
    );
    const again = newWriter(topic);
    await again.drain(500);
    expect(progress.count()).toBe(ALL);
  }, 120_000);

  it('closes while the broker is away, and subscribes again in the same process', async () => {
    const topic = await newTopic();
    const progress = new SharedProgress();
    const member = await newMember(progress, topic);
    await broker().stop();
    await member.subscription?.close();
    await broker().start();
    await newMember(progress, topic);
    await newWriter(topic).drain(500);
    await until('everything is applied', () => progress.count() === ALL);
  }, 120_000);
});

/** A member of the same group in a process of its own; resolves when it has its partitions. */
async function startMemberProcess(access: KafkaAccess, topic: string): Promise<ChildProcess> {
  const program = join(import.meta.dirname, 'fixtures/kafka-member.mjs');
  const child = spawn(process.execPath, [program, topic], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(JSON.stringify(access));
  await once(child.stdout, 'data');
  return child;
}

/** Does something once, when that many were sent: a failed send leaves the number where it was. */
function onceAt(
  wanted: number,
  harm: () => Promise<void> | void,
): (sent: number) => Promise<void> | void {
  let done = false;
  return (sent) => {
    if (done || sent < wanted) return;
    done = true;
    return harm();
  };
}

async function makeAnew(access: KafkaEventLogOptions, topic: string): Promise<void> {
  await administering(access, async (admin) => {
    await admin.deleteTopics({ topics: [topic] });
    await until('the topic is gone', async () => !(await admin.listTopics()).includes(topic));
  });
  await createKafkaTopics(access, [topic]);
}
