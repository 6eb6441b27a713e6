import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { SERVICES, type ServiceName } from '@app/contracts';
import { Checker } from './support/checker.js';
import { Citizen, filingOf } from './support/citizen.js';
import { describeWithKafka } from './support/kafka-suite.js';
import { Officer } from './support/officers.js';
import { type DistributedSystem, startDistributed } from './support/system.js';
import { until } from './support/until.js';

describeWithKafka('A process that is told to stop', (available) => {
  let system: DistributedSystem;
  let checker: Checker;
  const accepted: string[] = [];

  beforeAll(async () => {
    system = await startDistributed(available);
  }, 360_000);

  afterAll(async () => {
    await checker?.close();
    await system?.stop();
  }, 60_000);

  beforeEach(async () => {
    await checker?.close();
    checker = await Checker.of(system.stack.addresses.postgres);
  });

  /** How it ended last: `code 0`, or the code of a stop by force, or the signal of a supervisor without patience. */
  function endOf(service: ServiceName): string | undefined {
    const log = readFileSync(join(system.dataDir, 'logs', `${service}.log`), 'utf8');
    return log.match(/\[.* ended: .*\]/g)?.at(-1);
  }

  const inOrder = (services: readonly ServiceName[]): string[] =>
    services.map((service) => `[${service} ended: code 0]`);

  async function stopAll(): Promise<void> {
    await Promise.all(SERVICES.map((service) => system.stack.service(service).stop()));
  }

  async function startAll(): Promise<void> {
    await Promise.all(SERVICES.map((service) => system.stack.service(service).start()));
  }

  async function file(): Promise<string> {
    const { caseId } = await new Citizen(system).submit(filingOf('birth'));
    accepted.push(caseId);
    return caseId;
  }

  const everythingArrived = (): Promise<void> =>
    until('everything has arrived', async () => (await checker.faults(accepted)).length === 0);

  it('ends in order while Kafka is away, and what was accepted meanwhile arrives later', async () => {
    await file();
    await system.stack.kafka?.stop();
    await file();
    await stopAll();
    expect(SERVICES.map(endOf)).toEqual(inOrder(SERVICES));
    await system.stack.kafka?.start();
    await startAll();
    await everythingArrived();
  }, 180_000);

  it('starts while Kafka is away, and takes filings; later it reads', async () => {
    await stopAll();
    await system.stack.kafka?.stop();
    await startAll();
    await file();
    const { url } = system.stack.service('life-events').processes[0]!;
    expect(await (await fetch(`${url}/health/ready`)).json()).toMatchObject({
      ready: true,
      checks: { 'life-events.consumer': 'degraded' },
    });
    await system.stack.kafka?.start();
    await everythingArrived();
    await until('it says that it reads', async () => {
      const answer = (await (await fetch(`${url}/health/ready`)).json()) as {
        checks: Record<string, string>;
      };
      return Object.values(answer.checks).every((result) => result === 'ok');
    });
  }, 180_000);

  it('ends in order while PostgreSQL is away', async () => {
    await file();
    await system.stack.postgres.stop('immediate');
    await stopAll();
    expect(SERVICES.map(endOf)).toEqual(inOrder(SERVICES));
    await system.stack.postgres.start();
    await startAll();
    checker = await Checker.of(system.stack.addresses.postgres);
    await everythingArrived();
  }, 180_000);

  it('ends in order with a chunk that waits for a lock, and the next process does that chunk', async () => {
    const caseId = await file();
    await everythingArrived();
    const other = await connected();
    await other.query('SELECT pg_advisory_lock(hashtextextended($1, 0))', [
      `life-events:${caseId}`,
    ]);
    const officer = new Officer(system, 'resident');
    const task = (await officer.queue()).find((one) => one.caseId === caseId);
    await officer.act(task!, 'claim');
    await until('a chunk waits', () => someoneWaits(other));
    const service = system.stack.service('life-events');
    await service.stop();
    expect(endOf('life-events')).toBe(inOrder(['life-events'])[0]);
    await other.end();
    await service.start();
    await everythingArrived();
  }, 180_000);

  it('ends in order while it starts and waits for tables that are being changed', async () => {
    const service = system.stack.service('life-events');
    await service.stop();
    const other = await connected();
    await other.query('BEGIN');
    await other.query('LOCK TABLE life_events.migration');
    const [process] = service.processes;
    const starting = process!.start().catch((error: unknown) => error);
    await until('it waits', () => someoneWaits(other));
    await process!.stop();
    expect(await starting).toBeInstanceOf(Error);
    expect(endOf('life-events')).toBe(inOrder(['life-events'])[0]);
    await other.end();
    await service.start();
  }, 180_000);

  async function connected(): Promise<pg.Client> {
    const url = new URL(system.stack.addresses.postgres);
    url.pathname = '/madoguchi';
    const client = new pg.Client({ connectionString: url.href });
    client.on('error', () => undefined);
    await client.connect();
    return client;
  }
});

async function someoneWaits(client: pg.Client): Promise<boolean> {
  const { rowCount } = await client.query(
    "SELECT FROM pg_locks WHERE locktype IN ('advisory', 'relation') AND NOT granted",
  );
  return (rowCount ?? 0) > 0;
}
