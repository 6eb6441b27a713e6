import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, Module } from '@nestjs/common';
import { Allow } from '@app/auth';
import { startTestIssuer } from '@app/auth/testing';
import { HealthRegistry, Metrics, createLogger } from '@app/observability';
import { Redis } from 'ioredis';
import { createHttpApp } from '../http-app.js';
import { LimiterStorage } from './limiter-storage.js';
import { rateLimits } from './rate-limits.js';

@Controller('v1/things')
class ThingsController {
  @Get()
  @Allow('application.read')
  all(): string {
    return 'all';
  }
}

@Module({ controllers: [ThingsController] })
class Fixture {}

const isInstalled = spawnSync('redis-server', ['--version']).status === 0;
const PASSWORD = 'fictional';

/** Without redis-server on the path there is nothing to test against, and the title says so. */
(isInstalled ? describe : describe.skip)('Rate limits on Redis (redis-server)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-redis-'));
  let port: number;
  let server: ChildProcess;
  const clients: Redis[] = [];

  async function start(): Promise<void> {
    server = spawn(
      'redis-server',
      ['--port', String(port), '--bind', '127.0.0.1', '--requirepass', PASSWORD, '--save', ''],
      { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] },
    );
    for await (const line of createInterface({ input: server.stdout! }))
      if (line.includes('Ready to accept connections')) return;
    throw new Error('redis-server ended before it was ready');
  }
  async function stop(): Promise<void> {
    server.kill('SIGTERM');
    if (server.exitCode === null) await once(server, 'exit');
  }
  const client = async (): Promise<Redis> => {
    const redis = new Redis(`redis://127.0.0.1:${port}`, {
      ...{ password: PASSWORD, enableOfflineQueue: false, maxRetriesPerRequest: 1 },
    });
    redis.on('error', () => undefined);
    clients.push(redis);
    await readyAgain(redis);
    return redis;
  };

  beforeAll(async () => {
    port = await freePort();
    await start();
  });
  afterAll(async () => {
    for (const redis of clients) redis.disconnect();
    await stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const hit = (storage: LimiterStorage, key: string) =>
    storage.increment(key, 60_000, 2, 0, 'subject');

  it('count all processes of a service together, and other services apart', async () => {
    const [one, two] = [await client(), await client()].map(
      (redis) => new LimiterStorage('madoguchi:applications', redis),
    );
    expect((await hit(one!, 'subject:a')).isBlocked).toBe(false);
    expect((await hit(two!, 'subject:a')).isBlocked).toBe(false);
    expect(await hit(one!, 'subject:a')).toMatchObject({ totalHits: 3, isBlocked: true });
    expect((await hit(two!, 'subject:b')).isBlocked).toBe(false);
    const other = new LimiterStorage('madoguchi:resident', await client());
    expect((await hit(other, 'subject:a')).totalHits).toBe(1);
  });

  it('tell Redis nothing about callers: neither subject nor address, in no command', async () => {
    const told: string[] = [];
    const monitor = await (await client()).monitor();
    monitor.on('monitor', (_time: string, words: string[]) => told.push(words.join(' ')));
    const [sub, address] = ['kanaria-subject-4d1c', '203.0.113.77'];
    const logger = createLogger('test', 'error');
    const http = {
      ...{ perSubject: 1_000, perAddress: 1_000, corsOrigins: [] },
      trustedProxies: ['127.0.0.0/8'],
      redis: { url: `redis://127.0.0.1:${port}`, password: PASSWORD },
    };
    const sharedKey = (): Promise<Buffer> => Promise.resolve(Buffer.alloc(32, 7));
    const limits = await rateLimits(http, { name: 'test', logger, sharedKey });
    const issuer = await startTestIssuer();
    const parts = { logger, health: new HealthRegistry(), metrics: new Metrics() };
    const texts = { title: '試験 / Test', description: 'A fixture.' };
    const app = await createHttpApp([Fixture], { ...texts, ...parts, auth: issuer, http, limits });
    await app.listen(0, '127.0.0.1');
    const token = await issuer.token({ sub, roles: ['citizen'] });
    const headers = { authorization: `Bearer ${token}`, 'x-forwarded-for': address };
    const counted = (): boolean =>
      ['subject', 'address'].every((name) => told.join('\n').includes(`:limit:${name}:`));
    while (!counted())
      expect((await fetch(`${await app.getUrl()}/v1/things`, { headers })).status).toBe(200);
    monitor.disconnect();
    limits.close();
    await app.close();
    await issuer.stop();
    for (const text of [sub, address]) expect(told.join('\n')).not.toContain(text);
  });

  it('go on in the process alone while Redis is away', async () => {
    const redis = await client();
    const storage = new LimiterStorage('madoguchi:insurance', redis);
    await hit(storage, 'subject:c');
    const gone = once(redis, 'close');
    await stop();
    await gone;
    expect((await hit(storage, 'subject:c')).isBlocked).toBe(false);
    expect((await hit(storage, 'subject:c')).isBlocked).toBe(false);
    expect((await hit(storage, 'subject:c')).isBlocked).toBe(true);
    const back = readyAgain(redis);
    await start();
    await back;
    expect((await hit(storage, 'subject:d')).totalHits).toBe(1);
  });
});

/** Unlike `once`, through the errors of the attempts before. */
const readyAgain = (redis: Redis): Promise<void> =>
  new Promise((resolve) => void redis.once('ready', () => resolve()));

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
