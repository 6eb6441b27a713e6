import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createLogger } from '@app/observability';
import { CertificateAuthority } from '@app/provisioning';
import type { RedisAccess } from '../http-variables.js';
import { connectRedis } from './connect-redis.js';
import { LimiterStorage } from './limiter-storage.js';

const isInstalled = spawnSync('redis-server', ['--version']).status === 0;
const PASSWORD = 'fictional: p@ss/word#1%';
/** What deploy/ gives to operators: the rights that are enough. */
const USERS = readFileSync('deploy/redis/users.example.acl', 'utf8');
const DAY = { from: new Date(), days: 1 };

/** Without redis-server on the path there is nothing to test against, and the title says so. */
(isInstalled ? describe : describe.skip)('Redis with TLS (redis-server)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-redis-tls-'));
  let port: number;
  let server: ChildProcess;
  let caFile: string;

  const file = (name: string, content: string): string => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };

  beforeAll(async () => {
    const authority = await CertificateAuthority.create({ name: 'test', ...DAY });
    const { certificate, key } = await authority.issue({
      ...{ name: 'redis', hosts: ['127.0.0.1'], ...DAY },
    });
    caFile = file('ca.crt', authority.certificate);
    port = await freePort();
    const lines = [
      ...['port 0', `tls-port ${port}`, 'bind 127.0.0.1', 'save ""', 'tls-auth-clients no'],
      ...[`tls-cert-file ${file('own.crt', certificate)}`, `tls-key-file ${file('own.key', key)}`],
      `tls-ca-cert-file ${caFile}`,
      USERS.replace('SHA-256-OF-THE-PASSWORD', hashOf(PASSWORD)),
    ];
    server = spawn('redis-server', [file('redis.conf', `${lines.join('\n')}\n`)], {
      ...{ cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] },
    });
    for await (const line of createInterface({ input: server.stdout! }))
      if (line.includes('Ready to accept connections')) return;
    throw new Error('redis-server ended before it was ready');
  });
  afterAll(async () => {
    server.kill('SIGTERM');
    if (server.exitCode === null) await once(server, 'exit');
    rmSync(folder, { recursive: true, force: true });
  });

  /** `ready`, or what the first refusal says. */
  function ask(access: RedisAccess): Promise<string> {
    const redis = connectRedis(access, createLogger('test', 'silent'));
    return new Promise<string>((resolve) => {
      redis.once('ready', () => resolve('ready'));
      redis.once('error', ({ code, message }: Error & { code?: string }) =>
        resolve(code ?? message),
      );
      redis.once('close', () => resolve('closed'));
    }).finally(() => redis.disconnect());
  }
  const url = (scheme = 'rediss', host = '127.0.0.1', user = 'limits'): string =>
    `${scheme}://${user}@${host}:${port}`;
  const rights = { password: PASSWORD };

  it('lets in a user with a password', async () => {
    expect(await ask({ url: url(), ...rights, caFile })).toBe('ready');
  });

  it('lets that user count requests, and see or do nothing else', async () => {
    const redis = connectRedis({ url: url(), ...rights, caFile }, createLogger('test', 'silent'));
    await new Promise((resolve) => void redis.once('ready', resolve));
    const storage = new LimiterStorage('madoguchi:resident', redis);
    for (const totalHits of [1, 2])
      expect(await storage.increment('subject:a', 60_000, 9, 0, 'subject')).toMatchObject({
        totalHits,
      });
    for (const attempt of [
      redis.keys('*'),
      redis.set('other', '1'),
      redis.flushall(),
      redis.config('GET', '*'),
    ])
      await expect(attempt).rejects.toThrow(/NOPERM/);
    redis.disconnect();
  });

  it('lets in nobody with a wrong one, nor the default user', async () => {
    expect(await ask({ url: url(), password: 'wrong', caFile })).toMatch(/WRONGPASS/);
    const asDefault = url('rediss', '127.0.0.1', '');
    expect(await ask({ url: asDefault, ...rights, caFile })).toMatch(/WRONGPASS/);
  });

  it('does not speak without TLS', async () => {
    expect(await ask({ url: url('redis'), ...rights })).not.toBe('ready');
  });

  it('is refused when another authority has signed it, or none that is named', async () => {
    const other = await CertificateAuthority.create({ name: 'test', ...DAY });
    const asked = { url: url(), ...rights, caFile: file('other.crt', other.certificate) };
    expect(await ask(asked)).toMatch(/SIGNATURE|SELF_SIGNED|UNABLE_TO/);
    expect(await ask({ url: url(), ...rights })).toMatch(/SELF_SIGNED|UNABLE_TO/);
  });

  it('is refused when it is of another name', async () => {
    const other = url('rediss', 'localhost');
    expect(await ask({ url: other, ...rights, caFile })).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
  });

  it('is verified by the file as it is when a connection is made', async () => {
    const other = await CertificateAuthority.create({ name: 'test', ...DAY });
    const exchanged = file('exchanged.crt', other.certificate);
    const access = { url: url(), ...rights, caFile: exchanged };
    const redis = connectRedis(access, createLogger('test', 'silent'));
    const ready = new Promise((resolve) => void redis.once('ready', resolve));
    await new Promise((resolve) => void redis.once('close', resolve));
    file('exchanged.crt', readFileSync(caFile, 'utf8'));
    await ready;
    expect(redis.status).toBe('ready');
    redis.disconnect();
  });
});

/** As Redis stores a password; in its settings a blank would end it. */
const hashOf = (password: string): string => createHash('sha256').update(password).digest('hex');

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
