import { afterAll, beforeAll, expect, it } from '@jest/globals';
import kafkajs from 'kafkajs';
import { SECTIONS, SERVICES, TOPICS } from '@app/contracts';
import { Citizen, filingOf, type ApplicationSeen } from './support/citizen.js';
import { Checker } from './support/checker.js';
import { administering } from './support/kafka-client.js';
import { describeWithOwnNodes } from './support/kafka-suite.js';
import { startDistributed, type DistributedSystem } from './support/system.js';
import { until } from './support/until.js';

describeWithOwnNodes('The distributed system on three brokers', () => {
  let system: DistributedSystem;
  beforeAll(async () => {
    system = await startDistributed({ kind: 'local' }, { brokers: 3 });
  }, 360_000);
  afterAll(() => system?.stop(), 60_000);

  const citizen = () => new Citizen(system);
  const receivedByAll = ({ procedures }: ApplicationSeen) =>
    procedures.length > 0 &&
    procedures.every(({ received }) => received) &&
    new Set(procedures.map(({ section }) => section)).size === SECTIONS.length;

  async function fileAndSeeReceived(): Promise<string> {
    const { applicationId, caseId } = await citizen().submit(filingOf('birth'));
    await until(
      'all sections have received their tasks',
      async () => receivedByAll(await citizen().read(applicationId)),
      120_000,
    );
    return caseId;
  }

  it('has every topic on all three, and counts as written what two have', async () => {
    await fileAndSeeReceived();
    const topics = [...TOPICS.map(({ name }) => name), '__consumer_offsets'];
    await administering(system.stack.kafkaAdministrator, async (admin) => {
      const { topics: found } = await admin.fetchTopicMetadata({ topics });
      expect(found.map(({ name }) => name).toSorted()).toEqual(topics.toSorted());
      for (const { partitions } of found)
        for (const { replicas } of partitions) expect(replicas.toSorted()).toEqual([1, 2, 3]);
      const { resources } = await admin.describeConfigs({
        includeSynonyms: false,
        resources: topics.map((name) => ({ type: kafkajs.ConfigResourceTypes.TOPIC, name })),
      });
      for (const { configEntries } of resources)
        expect(configEntries).toContainEqual(
          expect.objectContaining({ configName: 'min.insync.replicas', configValue: '2' }),
        );
    });
  }, 180_000);

  it('gives each service the login of its own name and all three addresses', () => {
    const { kafka, addresses } = system.stack;
    expect(addresses.brokers).toHaveLength(3);
    const passwords = SERVICES.map((service) => {
      const { brokers, sasl } = kafka!.accessOf(service);
      expect([brokers, sasl?.username]).toEqual([addresses.brokers, service]);
      return sasl?.password;
    });
    expect(new Set(passwords).size).toBe(SERVICES.length);
  });

  it('takes filings to all sections while a broker that was killed is away, and after it is back', async () => {
    const before = await fileAndSeeReceived();
    const leader = await system.stack.kafka!.leaderOf('madoguchi.applications.application.v1', 0);
    const { pid } = leader;
    await leader.kill('SIGKILL');
    const meanwhile = await fileAndSeeReceived();
    await leader.waitReady();
    expect(leader.pid).not.toBe(pid);
    const after = await fileAndSeeReceived();
    const checker = await Checker.of(system.stack.addresses.postgres);
    const cases = [before, meanwhile, after];
    await until('everything has drained', async () => (await checker.faults(cases)).length === 0);
    await checker.close();
  }, 300_000);
});
