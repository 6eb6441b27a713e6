import { makeAnchorKey } from '@app/audit';
import { startTestIssuer, type TestIssuer } from '@app/auth/testing';
import { createTestDatabase, type TestDatabase } from '@app/persistence/testing';
import { privateKeysText, publicKeysText } from '@app/privacy';
import { testKeyStores } from '@app/privacy/testing';
import { migrationsOf } from '@app/service-host';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { applicationsService } from '../applications.module.js';

export interface ApplicationsProcess {
  readonly url: string;
  readonly database: TestDatabase;
  readonly issuer: TestIssuer;
  /** Undefined as long as it runs. */
  exitCode(): number | null | undefined;
  /** The most that the process ever had in memory, in MB. */
  peakMemoryMb(): Promise<number>;
  stop(): Promise<void>;
}

/** The built service as a process of its own, on PostgreSQL. Kafka is away, which changes nothing for who files. */
export async function applicationsProcess(
  nodeOptions: readonly string[] = [],
): Promise<ApplicationsProcess> {
  const database = await createTestDatabase({
    service: 'applications',
    migrations: migrationsOf(applicationsService),
  });
  const keyStores = await testKeyStores();
  const issuer = await startTestIssuer();
  const folder = await mkdtemp(join(tmpdir(), 'madoguchi-applications-'));
  const { personIndexKey } = keyStores.keysOf('applications');
  const { privateKeys, publicKeys } = keyStores.staticKeys.get('applications')!;
  await writeFile(join(folder, 'private.pem'), privateKeysText(privateKeys));
  await writeFile(join(folder, 'public.json'), publicKeysText(publicKeys));
  const child = spawn(process.execPath, [...nodeOptions, 'dist/apps/applications/src/main.js'], {
    env: {
      NODE_ENV: 'test',
      LOG_LEVEL: 'fatal',
      APPLICATIONS_PORT: '0',
      APPLICATIONS_DB_URL: database.urlOf('applications'),
      APPLICATIONS_KEYS_DB_URL: keyStores.urlOf('applications'),
      APPLICATIONS_PRIVATE_KEY_FILE: join(folder, 'private.pem'),
      PUBLIC_KEYS_FILE: join(folder, 'public.json'),
      APPLICATIONS_ANCHOR_KEY_FILE: await makeAnchorKey(folder, 'applications'),
      ANCHORS_FOLDER: join(folder, 'anchors'),
      PERSON_INDEX_KEY: personIndexKey?.toString('hex'),
      KAFKA_BROKERS: '127.0.0.1:1',
      OIDC_ISSUER: issuer.issuer,
      OIDC_AUDIENCE: issuer.audience,
      OIDC_CLIENT_ID: issuer.introspection.clientId,
      OIDC_CLIENT_SECRET: issuer.introspection.clientSecret,
      // One person sends here what a whole city would.
      ...{ RATE_LIMIT_PER_SUBJECT: '0', RATE_LIMIT_PER_ADDRESS: '0' },
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await addressOf(child);
  return {
    url,
    database,
    issuer,
    exitCode: () =>
      child.exitCode === null && child.signalCode === null ? undefined : child.exitCode,
    peakMemoryMb: async () => {
      const status = await readFile(`/proc/${child.pid}/status`, 'utf8');
      return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1]) / 1024;
    },
    stop: async () => {
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      await issuer.stop();
      await keyStores.drop();
      await database.drop();
      await rm(folder, { recursive: true });
    },
  };
}

async function addressOf(child: ChildProcess): Promise<string> {
  for await (const line of createInterface({ input: child.stdout! })) {
    const address = /ready at (\S+)/.exec(line)?.[1];
    if (address === undefined) continue;
    child.stdout!.resume();
    return address;
  }
  throw new Error('the process ended before it was ready');
}
