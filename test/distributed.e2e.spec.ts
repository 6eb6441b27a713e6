import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createKafkaTopics, type KafkaAccess } from '@app/messaging';
import { leakCheck } from './leak-check/leak-check.js';
import { topicsPlace } from './leak-check/places/topics.js';
import { Searcher } from './leak-check/search/searcher.js';
import { searchPlaces } from './leak-check/search/search-places.js';
import { tellOf } from './leak-check/verdict.js';
import { Checker } from './support/checker.js';
import { Citizen, filingOf, type Accepted } from './support/citizen.js';
import { administering, kafkaClient } from './support/kafka-client.js';
import { QUIET } from './support/kafka-harness.js';
import { describeWithKafka } from './support/kafka-suite.js';
import { oneFilingFansOut } from './support/one-filing.suite.js';
import { keys, ops } from './support/operator.js';
import { Officer } from './support/officers.js';
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

  // Brokers that are away and kills of life-events under load are in faults.e2e.
  describe('faults', () => {
    it('lose nothing and double nothing when a section is killed in the middle of its work', async () => {
      const sending = filings(40);
      for (const section of ['childcare', 'insurance', 'childcare'] as const) {
        await system.stack.service(section).kill('SIGKILL');
        await system.stack.service(section).waitReady();
      }
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

  describe('a key pair', () => {
    const rotating = (...words: string[]) =>
      keys(system.stack.opsEnvironmentFile, ...words, '--keys', join(system.dataDir, 'keys'));

    it('is changed while everything runs: what was filed before, meanwhile and after is read, the old key is gone', async () => {
      const accepted = await filings(6);
      let going = true;
      const load = (async () => {
        while (going) accepted.push(...(await filings(2)));
      })();
      for (const step of ['rotate', 'activate', 'rewrap', 'retire'])
        expect(await rotating(step, 'life-events')).toMatchObject({ done: true });
      going = false;
      await load;
      accepted.push(...(await filings(4)));
      // Whoever begins now has the new key only, and nothing in memory.
      for (const service of ['life-events', 'childcare'] as const) {
        await system.stack.service(service).kill('SIGKILL');
        await system.stack.service(service).waitReady();
      }
      await nothingLostOrDoubled(accepted);
      const queue = await new Officer(system, 'childcare').queue();
      const tasks = queue.filter((task) => accepted.some(({ caseId }) => caseId === task.caseId));
      expect(tasks.length).toBeGreaterThanOrEqual(accepted.length);
      for (const { persons } of tasks) for (const { name } of persons) expect(name).not.toBeNull();
      const versions = (await rotating('status')).said.match(/^life-events .*$/gm);
      expect(versions).toEqual([expect.stringMatching(/version 2 {2}in use +\d+ rows/)]);
    }, 240_000);
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
    it('lie in clear nowhere and are told to nobody whom the case does not concern', async () => {
      const { dataDir: folder, stack } = system;
      const verdict = await leakCheck({ stack, folder, say: () => undefined });
      expect(tellOf(verdict)).toEqual([]);
      expect(verdict.ok).toBe(true);
    }, 300_000);

    it('would be found in a topic', async () => {
      const { text } = await plantedRecord(system.stack.kafkaAdministrator);
      const searcher = new Searcher([{ name: 'planted', text }]);
      const topics = topicsPlace(() => kafkaClient(system.stack.kafkaAdministrator));
      const { findings } = await searchPlaces([topics], searcher);
      expect(findings.map(({ canary, form }) => `${canary} as ${form}`).sort()).toEqual([
        'planted as UTF-8',
        'planted as hex',
        'planted as percent',
      ]);
    }, 60_000);
  });
});

/** What a writer would leave there who puts a name into the key, a header and the value. No reader takes it. */
async function plantedRecord(access: KafkaAccess): Promise<{ text: string }> {
  const text = '鶺鴒 太郎';
  const producer = kafkaClient(access).producer();
  await producer.connect();
  await producer.send({
    topic: 'madoguchi.resident.status.v1',
    messages: [
      {
        key: encodeURIComponent(text),
        headers: { name: Buffer.from(text).toString('hex') },
        value: text,
      },
    ],
  });
  await producer.disconnect();
  return { text };
}

async function makeAnew(access: KafkaAccess, topic: string): Promise<void> {
  await administering(access, async (admin) => {
    await admin.deleteTopics({ topics: [topic] });
    await until('the topic is gone', async () => !(await admin.listTopics()).includes(topic));
  });
  await createKafkaTopics({ ...access, clientId: 'test', log: QUIET }, [topic]);
}
