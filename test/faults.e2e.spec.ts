import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCity, removeCity, type City } from './faults/city.js';
import type { Fault } from './faults/fault.js';
import { brokersAway } from './faults/process/brokers.js';
import { INTAKE_KILLED, relaysKilled } from './faults/process/kill-points.js';
import { TWO_PROCESSES } from './faults/process/needs.js';
import { POSTGRES_STOPPED } from './faults/process/postgres.js';
import { LEADER_STOPPED_AFTER_SEND } from './faults/process/stopped-leader.js';
import { runFault } from './faults/run-fault.js';
import { describeWithKafka } from './support/kafka-suite.js';

/** The most telling ones, with short outages, on one stack; `npm run faults` runs them all. */
const FIVE: readonly Fault[] = [
  relaysKilled('life-events'),
  LEADER_STOPPED_AFTER_SEND,
  INTAKE_KILLED,
  POSTGRES_STOPPED,
  brokersAway(5),
];

describeWithKafka('Under a load, nothing is lost, doubled or turned round by', (available) => {
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-faults-'));
  const timeline: string[] = [];
  let city: City;

  beforeAll(async () => {
    if (available.kind !== 'local') throw new Error('Faults want brokers of their own.');
    city = await openCity(folder, TWO_PROCESSES, (event) => timeline.push(event));
  }, 360_000);

  afterAll(async () => {
    await city?.stop();
    removeCity(folder);
  }, 120_000);

  it.each(FIVE.map((fault) => [fault.about, fault] as const))(
    '%s',
    async (_about, fault) => {
      timeline.length = 0;
      const say = (line: string): void => void timeline.push(line);
      const { findings, accepted } = await runFault(city, fault, { seed: 1, say });
      if (findings.length > 0) process.stderr.write(`${timeline.join('\n')}\n`);
      expect(findings).toEqual([]);
      expect(accepted).toBeGreaterThan(0);
    },
    300_000,
  );
});
