import { accessSync, constants, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { StackTls } from './stack-tls.js';
import type { StackFolder } from './stack-folder.js';
import type { ProcessDescription } from './supervised-process.js';

const PROGRAM = 'redis-server';

/** Where the processes of one service count requests together. */
export interface StackRedis {
  readonly url: string;
  readonly password: string;
  readonly caFile?: string;
}

/** Whether the machine has a redis-server to start. */
export const hasRedis = (path = process.env['PATH'] ?? ''): boolean =>
  path.split(delimiter).some((folder) => isExecutable(join(folder, PROGRAM)));

/** Redis on loopback with a password and without a disk: all that it holds are counts of the last minute. */
export function describeRedis(
  folder: StackFolder,
  port: number,
  tls?: StackTls,
): { readonly redis: StackRedis; readonly description: ProcessDescription } {
  const home = join(folder.path, 'redis');
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const password = folder.passwords(['redis']).get('redis') as string;
  // In a file of its own, as everybody on the machine can read a command line.
  const file = join(home, 'redis.conf');
  const listening = tls ? encrypted(home, port, tls) : [`port ${port}`];
  writeFileSync(file, configuration(home, listening, password), { mode: 0o600 });
  return {
    redis: {
      url: `${tls ? 'rediss' : 'redis'}://127.0.0.1:${port}`,
      password,
      ...(tls && { caFile: tls.caFile }),
    },
    description: {
      ...{ name: 'redis', command: PROGRAM, args: [file], cwd: home },
      ready: { line: /Ready to accept connections/ },
      logFile: folder.logFile('redis'),
    },
  };
}

/** Settings under which nobody gets in without TLS. */
function encrypted(home: string, port: number, tls: StackTls): string[] {
  const { certificate, key } = tls.of('redis');
  const [certificateFile, keyFile] = [join(home, 'redis.crt'), join(home, 'redis.key')];
  writeFileSync(certificateFile, certificate);
  writeFileSync(keyFile, key, { mode: 0o600 });
  return [
    ...['port 0', `tls-port ${port}`, 'tls-auth-clients no'],
    ...[`tls-cert-file "${certificateFile}"`, `tls-key-file "${keyFile}"`],
    `tls-ca-cert-file "${tls.caFile}"`,
  ];
}

const configuration = (home: string, listening: readonly string[], password: string): string =>
  [
    ...['bind 127.0.0.1', ...listening, `dir "${home}"`, `requirepass ${password}`],
    ...['save ""', 'appendonly no', 'maxmemory 64mb', 'maxmemory-policy allkeys-lru', ''],
  ].join('\n');

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
