import { afterAll, beforeAll, expect, it } from '@jest/globals';
import kafkajs from 'kafkajs';
import { PARTITIONS, TOPICS, type ServiceName } from '@app/contracts';
import { check } from './faults/check/check.js';
import { drained } from './faults/check/drained.js';
import type { Scene } from './faults/check/evidence.js';
import { sceneOf } from './faults/city.js';
import { ClientLog } from './faults/load/client-log.js';
import { Load } from './faults/load/load.js';
import { Checker } from './support/checker.js';
import { describeWithKafka } from './support/kafka-suite.js';
import { type DistributedSystem, startDistributed } from './support/system.js';
import { until } from './support/until.js';

const DRAIN_MS = 180_000;

describeWithKafka('Many processes of one service', (available) => {
  let system: DistributedSystem;
  let scene: Scene;
  let checker: Checker;

  beforeAll(async () => {
    system = await startDistributed(available, {
      processes: { 'life-events': 3, childcare: 2 },
    });
    scene = sceneOf(system.stack, system.dataDir);
    checker = await Checker.of(system.stack.addresses.postgres);
  }, 360_000);

  afterAll(async () => {
    await checker?.close();
    await system?.stop();
  }, 60_000);

  /** Members of the service's group, each with the partitions that it reads, by topic. */
  async function readersOf(service: ServiceName): Promise<Record<string, number[]>[]> {
    const admin = scene.kafka().admin();
    await admin.connect();
    const { groups } = await admin.describeGroups([service]);
    await admin.disconnect();
    return (groups[0]?.members ?? []).map(
      ({ memberAssignment }) =>
        kafkajs.AssignerProtocol.MemberAssignment.decode(memberAssignment)?.assignment ?? {},
    );
  }

  async function areShared(service: ServiceName, by: number): Promise<boolean> {
    const readers = await readersOf(service);
    const topics = TOPICS.filter((topic) => topic.readers.includes(service));
    return (
      readers.length === by &&
      topics.every(({ name }) => {
        const shares = readers.map((topicsOf) => topicsOf[name] ?? []);
        const all = new Set(shares.flat());
        return all.size === PARTITIONS && shares.every(({ length }) => length === PARTITIONS / by);
      })
    );
  }

  const shared = (service: ServiceName, by: number): Promise<void> =>
    until(`${by} processes of ${service} share its partitions`, () => areShared(service, by));

  it('share its partitions; while one is added, killed or stopped, work goes on in order, and nothing is doubled', async () => {
    const { stack } = system;
    const [one, two, three] = stack.service('life-events').processes;
    const [, late] = stack.service('childcare').processes;
    await shared('life-events', 3);
    await three?.stop();
    await shared('life-events', 2);
    const log = new ClientLog(scene.clientLog);
    const load = new Load({ stack, log, seed: 4, name: 'workers' });
    /** Whatever was filed until now is a case before long, also in the partitions of whoever is gone. */
    const goesOn = async (): Promise<void> => {
      await load.state.more(5);
      const cases = load.state.filings.map(({ caseId }) => caseId);
      await until(
        'life-events knows every case',
        async () => (await checker.missingCases(cases)).length === 0,
      );
    };
    await goesOn();
    await three?.start();
    await shared('life-events', 3);
    await goesOn();
    await one?.kill('SIGKILL');
    await late?.kill('SIGKILL');
    await goesOn();
    await one?.waitReady();
    await shared('life-events', 3);
    await two?.stop();
    await goesOn();
    await two?.start();
    await shared('life-events', 3);
    await shared('childcare', 2);
    await goesOn();
    await load.finish();
    expect(await drained(scene, DRAIN_MS)).toBeUndefined();
    log.close();
    expect((await check(scene)).findings).toEqual([]);
  }, 480_000);
});
