import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { SERVICES, TOPICS } from '@app/contracts';
import { createKafkaTopics, type KafkaAccess } from '@app/messaging';
import { Checker } from './support/checker.js';
import { Citizen, filingOf, type Accepted } from './support/citizen.js';
import { administering, kafkaClient } from './support/kafka-client.js';
import { QUIET } from './support/kafka-harness.js';
import { describeWithKafka } from './support/kafka-suite.js';
import { oneFilingFansOut } from './support/one-filing.suite.js';
import { ops } from './support/operator.js';
import { startDistributed, type DistributedSystem } from './support/system.js';
import { until } from './support/until.js';

describeWithKafka('The distributed system', (available) => {
  let system: DistributedSystem;
  let checker: Checker;
  beforeAll(async () => {
    system = await startDistributed(available);
    checker = await Checker.of(system.stack.addresses.postgres);
  }, 360_000);
  afterAll(async () => {
    await checker?.close();
    await system?.stop();
  }, 60_000);

  const citizen = () => new Citizen(system);
  const filings = (count: number) =>
    Promise.all(
      Array.from({ length: count }, (_, index) =>
        citizen().submit(filingOf(index % 2 === 0 ? 'birth' : 'move-in')),
      ),
    );
  const nothingLostOrDoubled = async (accepted: readonly Accepted[]) => {
    const cases = accepted.map(({ caseId }) => caseId);
    await until(
      'everything has drained',
      async () => (await checker.faults(cases)).length === 0,
      120_000,
    ).catch(() => undefined);
    expect(await checker.faults(cases)).toEqual([]);
  };

  oneFilingFansOut(() => system);

  describe('faults', () => {
    it('lose nothing and double nothing when the broker is away for a while; intake goes on accepting', async () => {
      const before = await filings(5);
      await system.stack.kafka?.stop();
      const meanwhile = await filings(10);
      for (const { applicationId } of meanwhile)
        expect((await citizen().read(applicationId)).status).toBe('ACCEPTED');
      await system.stack.kafka?.start();
      await nothingLostOrDoubled([...before, ...meanwhile, ...(await filings(5))]);
    }, 180_000);

    it('lose nothing and double nothing when a section is killed in the middle of its work', async () => {
      const sending = filings(40);
      for (const section of ['childcare', 'insurance', 'childcare'] as const) {
        await system.stack.service(section).kill('SIGKILL');
        await system.stack.service(section).waitReady();
      }
      await nothingLostOrDoubled(await sending);
    }, 180_000);

    it('lose nothing and double nothing when life-events is killed in the middle of its work', async () => {
      const sending = filings(20);
      await system.stack.service('life-events').kill('SIGKILL');
      await nothingLostOrDoubled(await sending);
    }, 180_000);

    it('answer 503 with Retry-After while PostgreSQL is away, and take the same filing once when it is back', async () => {
      const key = crypto.randomUUID();
      expect((await citizen().send('/v1/applications', filingOf('birth'), key)).status).toBe(202);
      await system.stack.postgres.stop('immediate');
      const refused = await citizen().send('/v1/applications', filingOf('birth'), key);
      expect([refused.status, refused.headers.get('content-type')]).toEqual([
        503,
        expect.stringContaining('application/problem+json'),
      ]);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
      await system.stack.postgres.start();
      await checker.close();
      checker = await Checker.of(system.stack.addresses.postgres);
      let replay = refused;
      await until('it is taken again', async () => {
        replay = await citizen().send('/v1/applications', filingOf('birth'), key);
        return replay.status !== 503;
      });
      expect([replay.status, replay.headers.get('idempotent-replayed')]).toEqual([202, 'true']);
      await nothingLostOrDoubled([(await replay.json()) as Accepted]);
    }, 180_000);
  });

  describe('an operator', () => {
    const filed = 'madoguchi.applications.application.v1';
    const operate = (...words: string[]) =>
      ops(system.stack.opsEnvironmentFile, ...words, '--reason', 'the topic was made anew');

    it('loses and doubles nothing with a topic that was deleted and made anew, however it is noticed', async () => {
      const before = await filings(6);
      await nothingLostOrDoubled(before);
      await makeAnew(system.stack.kafkaAdministrator, filed);
      const meanwhile = await filings(6);
      const reading = ['--service', 'life-events'];
      await until('life-events has halted what it read', async () =>
        (await operate('parked', ...reading)).said.includes('HALTED'),
      );
      const accept = ['accept-truncation', ...reading, '--topic', filed];
      expect((await operate(...accept)).done).toBe(true);
      await operate('redeliver', '--service', 'applications', '--topic', filed);
      const accepted = [...before, ...meanwhile, ...(await filings(4))];
      const cases = accepted.map(({ caseId }) => caseId);
      await until('all is as if nothing had been', async () => {
        // A partition may be found out only when its first new record comes.
        await operate(...accept);
        return (await checker.faults(cases)).length === 0;
      });
      const compared = await operate('reconcile', '--topic', filed);
      expect(compared).toMatchObject({ done: true, said: expect.stringContaining(' 0 behind') });
    }, 240_000);
  });

  describe('personal data', () => {
    const words = [
      '𠮷田',
      'ヨシダ',
      '葛\u{E0100}城',
      '架空町',
      'yoshida.ichiro',
      '渡邉',
      'ワタナベ',
      '架空台',
      '窓口銀行',
      '口座番号をお知らせください',
    ];

    it('lie in clear in no table', async () => {
      const dump = await checker.dump();
      expect(dump.length).toBeGreaterThan(10_000);
      expect(words.filter((word) => dump.includes(word))).toEqual([]);
    });

    it('travel in clear in no event', async () => {
      const records = await everyRecord(system.stack.kafkaAdministrator);
      expect(records.length).toBeGreaterThan(100);
      expect(words.filter((word) => records.some((record) => record.includes(word)))).toEqual([]);
    }, 60_000);

    it('stand in no log', () => {
      const folder = join(system.dataDir, 'logs');
      const files = readdirSync(folder).filter((file) =>
        SERVICES.some((service) => file.startsWith(service)),
      );
      expect(files).toHaveLength(SERVICES.length);
      const logs = files.map((file) => readFileSync(join(folder, file), 'utf8')).join('\n');
      expect(words.filter((word) => logs.includes(word))).toEqual([]);
    });
  });
});

async function makeAnew(access: KafkaAccess, topic: string): Promise<void> {
  await administering(access, async (admin) => {
    await admin.deleteTopics({ topics: [topic] });
    await until('the topic is gone', async () => !(await admin.listTopics()).includes(topic));
  });
  await createKafkaTopics({ ...access, clientId: 'test', log: QUIET }, [topic]);
}

/** Reads every topic to its present end with a consumer of its own, headers and values. */
async function everyRecord(access: KafkaAccess): Promise<string[]> {
  const kafka = kafkaClient(access);
  const admin = kafka.admin();
  await admin.connect();
  const topics = TOPICS.map(({ name }) => name);
  const ends = await Promise.all(topics.map((topic) => admin.fetchTopicOffsets(topic)));
  const expected = ends.flat().reduce((sum, { high, low }) => sum + Number(high) - Number(low), 0);
  await admin.disconnect();
  const records: string[] = [];
  const consumer = kafka.consumer({ groupId: `thief-${crypto.randomUUID()}` });
  await consumer.connect();
  await consumer.subscribe({ topics, fromBeginning: true });
  await consumer.run({
    eachMessage: ({ message }) => {
      const headers = Object.values(message.headers ?? {})
        .map(String)
        .join(' ');
      records.push(`${headers} ${message.value?.toString() ?? ''}`);
      return Promise.resolve();
    },
  });
  await until('every record is read', () => records.length >= expected);
  await consumer.disconnect();
  return records;
}
