import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import kafkajs from 'kafkajs';
import pg from 'pg';
import { TOPICS } from '@app/contracts';
import { removeEmbeddedPostgres } from '@app/persistence';
import { type Stack, type StackService, startStack } from '../deploy/native/src/index.js';
import { kafkaClient } from './support/kafka-client.js';
import { describeWithKafka } from './support/kafka-suite.js';
import { until } from './support/until.js';

const FIXTURE = join(import.meta.dirname, 'fixtures/small-service.mjs');
describeWithKafka('The stack of local processes', (available) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'madoguchi-stack-'));
  const events: string[] = [];
  let stack: Stack;

  const start = (): Promise<Stack> =>
    startStack({
      dataDir,
      services: ['life-events', 'resident'],
      processes: { resident: 2 },
      ...(available.kind === 'external' && { externalKafka: available.kafka }),
      programOf: () => FIXTURE,
      environment: { FIXTURE_ECHO: 'yes' },
      onEvent: (event) => events.push(event),
    });

  const environmentOf = async (url: string): Promise<Record<string, string>> =>
    (await (await fetch(url)).json()) as Record<string, string>;

  beforeAll(async () => {
    stack = await start();
  }, 360_000);

  afterAll(async () => {
    await stack?.stop();
    await removeEmbeddedPostgres(join(dataDir, 'postgres'));
    rmSync(dataDir, { recursive: true, force: true });
  }, 60_000);

  it('has a Redis of its own, or says that it has none', () => {
    const said = events.filter((event) =>
      /Redis is up|redis-server is not on the path/.test(event),
    );
    expect(said).toHaveLength(1);
  });

  it('gives each service the environment that it reads, with logins that work', async () => {
    const environment = await environmentOf(stack.service('life-events').url);
    expect(environment).toMatchObject({
      EVENT_LOG: 'kafka',
      KAFKA_BROKERS: stack.addresses.brokers.join(','),
      ...(stack.kafka && { KAFKA_USERNAME: 'life-events' }),
      OIDC_ISSUER: stack.issuer.url,
      OIDC_AUDIENCE: await stack.issuer.audience(),
    });
    for (const variable of ['LIFE_EVENTS_DB_URL', 'LIFE_EVENTS_KEYS_DB_URL'])
      expect(await loginAt(environment[variable] ?? '')).toBe('life_events');
    for (const variable of ['LIFE_EVENTS_PRIVATE_KEY_FILE', 'PUBLIC_KEYS_FILE'])
      expect(readFileSync(environment[variable] ?? '', 'utf8')).not.toBe('');
  });

  it('writes the databases down for operators, for nobody else to read', async () => {
    const file = stack.opsEnvironmentFile;
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const url = /^RESIDENT_DB_URL=(.+)$/m.exec(readFileSync(file, 'utf8'))?.[1];
    expect(await loginAt(url ?? '')).toBe('resident');
  });

  it('has made the topics: 24 partitions, 30 days, not compacted', async () => {
    const admin = kafkaClient(stack.kafkaAdministrator).admin();
    await admin.connect();
    const topics = TOPICS.map((topic) => topic.name);
    const { topics: found } = await admin.fetchTopicMetadata({ topics });
    expect(found.map(({ partitions }) => partitions.length)).toEqual(topics.map(() => 24));
    const { resources } = await admin.describeConfigs({
      includeSynonyms: false,
      resources: topics.map((name) => ({ type: kafkajs.ConfigResourceTypes.TOPIC, name })),
    });
    await admin.disconnect();
    for (const { configEntries } of resources) {
      const config = new Map(
        configEntries.map(({ configName, configValue }) => [configName, configValue]),
      );
      expect(config.get('cleanup.policy')).toBe('delete');
      expect(config.get('retention.ms')).toBe('2592000000');
    }
  });

  it('gives tokens of the development issuer', async () => {
    expect((await stack.issuer.token('citizen-1')).split('.')).toHaveLength(3);
    expect(await stack.issuer.tokenRequest('resident-officer')).toContain('curl');
  });

  const pidsOf = (service: StackService): (number | undefined)[] =>
    service.processes.map(({ pid }) => pid);

  it('brings a service back that was killed, at its address', async () => {
    const service = stack.service('life-events');
    const before = pidsOf(service);
    await service.kill();
    await service.waitReady();
    expect(pidsOf(service)).not.toEqual(before);
    expect((await fetch(service.url)).status).toBe(200);
  });

  it('runs as many processes of a service as told, behind one address', async () => {
    const service = stack.service('resident');
    const ports = new Set<string | undefined>();
    for (const { url } of service.processes) ports.add((await environmentOf(url))['RESIDENT_PORT']);
    expect(ports.size).toBe(2);
    const answering = new Set<string | undefined>();
    for (let count = 0; count < 4; count += 1)
      answering.add((await environmentOf(service.url))['RESIDENT_PORT']);
    expect(answering).toEqual(ports);
    await service.processes[0]?.stop();
    for (let count = 0; count < 4; count += 1) expect((await fetch(service.url)).status).toBe(200);
    await service.start();
    expect(new Set(pidsOf(service)).size).toBe(2);
  });

  it('restarts a service process by process, and its address answers all the time', async () => {
    const service = stack.service('resident');
    const before = pidsOf(service);
    const statuses = new Set<number>();
    let going = true;
    const client = (async () => {
      while (going) statuses.add((await fetch(service.url, { method: 'POST', body: 'x' })).status);
    })();
    await service.restart();
    going = false;
    await client;
    expect(statuses).toEqual(new Set([200]));
    for (const pid of pidsOf(service)) expect(before).not.toContain(pid);
  });

  it('says that nobody is there when all processes of a service are stopped', async () => {
    const service = stack.service('life-events');
    await service.stop();
    await until('the front door knows it', async () => (await fetch(service.url)).status === 503);
    await service.start();
    expect((await fetch(service.url)).status).toBe(200);
  });

  it('brings PostgreSQL back that was killed, and stops and starts it as told', async () => {
    const before = stack.postgres.pid;
    await stack.postgres.kill();
    await until('another server runs', () => ![undefined, before].includes(stack.postgres.pid));
    await stack.postgres.stop('immediate');
    await expect(loginAt(stack.addresses.postgres)).rejects.toThrow();
    await stack.postgres.start();
    expect(await loginAt(stack.addresses.postgres)).toBe('postgres');
  }, 60_000);

  it('refuses to run twice on one folder', async () => {
    await expect(start()).rejects.toThrow(/already/);
  });

  it('answers at the same addresses, with the same data, when it starts again', async () => {
    const { addresses } = stack;
    const environment = await environmentOf(stack.service('life-events').url);
    await stack.stop();
    stack = await start();
    expect(stack.addresses).toEqual(addresses);
    const again = await environmentOf(stack.service('life-events').url);
    expect(again['LIFE_EVENTS_DB_URL']).toBe(environment['LIFE_EVENTS_DB_URL']);
  }, 120_000);
});

async function loginAt(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  const { rows } = await client.query<{ login: string }>('SELECT current_user AS login');
  await client.end();
  return rows[0]?.login ?? '';
}
