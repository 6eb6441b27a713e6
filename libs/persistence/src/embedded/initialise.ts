import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chown, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { clusterOf, serverEnvironment, type Place } from './place.js';
import type { ServerUser } from './server-user.js';

const LOCALE_OF_NO_MACHINE = [
  '--encoding=UTF8',
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
];

interface NewCluster extends Place {
  user: ServerUser | undefined;
  password: string;
  sync: boolean;
}

/** Creates the cluster unless it is there. An initdb that was interrupted leaves nothing that counts. */
export async function initialise(options: NewCluster): Promise<void> {
  const cluster = clusterOf(options.dataDir);
  if (existsSync(cluster)) return;
  const workshop = join(options.dataDir, `new-${process.pid}`);
  await rm(workshop, { recursive: true, force: true });
  await mkdir(workshop, { mode: 0o700 });
  const passwordFile = join(workshop, 'password');
  await writeFile(passwordFile, options.password, { mode: 0o600 });
  if (options.user) {
    await chown(workshop, options.user.uid, options.user.gid);
    await chown(passwordFile, options.user.uid, options.user.gid);
  }
  await runInitdb(options, workshop, passwordFile);
  await rename(join(workshop, 'cluster'), cluster);
  await rm(workshop, { recursive: true, force: true });
}

async function runInitdb(
  { native, user, sync }: NewCluster,
  workshop: string,
  passwordFile: string,
): Promise<void> {
  const args = [
    `--pgdata=${join(workshop, 'cluster')}`,
    '--username=postgres',
    '--auth=scram-sha-256',
    `--pwfile=${passwordFile}`,
    ...LOCALE_OF_NO_MACHINE,
    ...(sync ? [] : ['--no-sync']),
  ];
  await promisify(execFile)(join(native, 'bin', 'initdb'), args, {
    ...user,
    cwd: workshop,
    env: serverEnvironment(),
  });
}
