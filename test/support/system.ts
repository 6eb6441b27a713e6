import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { ServiceName } from '@app/contracts';
import type { AccountClaims } from '@app/development-issuer';
import { removeEmbeddedPostgres } from '@app/persistence';
import {
  startStack,
  type BrokerAvailability,
  type Stack,
  type StackOptions,
} from '../../deploy/native/src/index.js';

/** The whole system as its users meet it: addresses and tokens. */
export interface System {
  urlOf(service: ServiceName): string;
  /** Of an account by its name, or of anybody with these claims. */
  tokenOf(account: string | AccountClaims): Promise<string>;
  stop(): Promise<void>;
}

export interface DistributedSystem extends System {
  readonly stack: Stack;
  readonly dataDir: string;
}

/** Everything in one process, started as the README says. */
export async function startEmbedded(): Promise<System> {
  const dataDir = mkdtempSync(join(tmpdir(), 'madoguchi-embedded-'));
  const child = spawn(process.execPath, ['dist/apps/all-in-one/src/main.js'], {
    env: {
      ...process.env,
      NODE_ENV: 'test',
      LOG_LEVEL: 'warn',
      ALL_IN_ONE_PORT: '0',
      RATE_LIMIT_PER_SUBJECT: '0',
      RATE_LIMIT_PER_ADDRESS: '0',
      MADOGUCHI_DATA_DIR: dataDir,
    },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const { url, issuer } = await readyLine(child);
  return {
    urlOf: () => url,
    tokenOf: (account) => tokenFrom(issuer, account),
    stop: async () => {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
      await remove(dataDir);
    },
  };
}

/** A process per service on real PostgreSQL and real Kafka. */
export async function startDistributed(
  available: BrokerAvailability,
  options: Pick<StackOptions, 'brokers' | 'processes' | 'tls'> = {},
): Promise<DistributedSystem> {
  const dataDir = mkdtempSync(join(tmpdir(), 'madoguchi-stack-'));
  const stack = await startStack({
    ...options,
    withoutLimits: true,
    dataDir,
    ...(available.kind === 'external' && { externalKafka: available.kafka }),
  });
  return {
    stack,
    dataDir,
    urlOf: (service) => stack.service(service).url,
    tokenOf: (account) => stack.issuer.token(account),
    stop: async () => {
      await stack.stop();
      await remove(dataDir);
    },
  };
}

/** With PostgreSQL's data, which lie elsewhere where its user cannot enter the folder. */
async function remove(dataDir: string): Promise<void> {
  await removeEmbeddedPostgres(join(dataDir, 'postgres'));
  rmSync(dataDir, { recursive: true, force: true });
}

async function readyLine(child: ChildProcess): Promise<{ url: string; issuer: string }> {
  const lines = createInterface({ input: child.stdout! });
  for await (const line of lines) {
    if (line.startsWith('{"ready":true')) {
      lines.close();
      child.stdout!.resume();
      return JSON.parse(line) as { url: string; issuer: string };
    }
  }
  throw new Error('the embedded system ended before it was ready');
}

async function tokenFrom(issuer: string, account: string | AccountClaims): Promise<string> {
  const name = typeof account === 'string' ? account : 'anyone';
  const answer = await fetch(`${issuer}/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: name,
      client_secret: `${name}-development-secret`,
      ...(typeof account === 'object' && { development_claims: JSON.stringify(account) }),
    }),
  });
  if (!answer.ok) throw new Error(`no token for ${name}: ${answer.status}`);
  return ((await answer.json()) as { access_token: string }).access_token;
}
