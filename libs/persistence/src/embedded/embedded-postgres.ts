import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { verifiedBy } from '@app/transport';
import { freePort } from './free-port.js';
import { initialise } from './initialise.js';
import { stopLeftover } from './leftover.js';
import { reachableFor } from './reachable.js';
import { serverUser } from './server-user.js';
import { startServer, type StopMode } from './server-process.js';
import { SETTINGS } from './settings.js';
import { serveTls, type ServerTls } from './serve-tls.js';

export type { StopMode } from './server-process.js';

export interface EmbeddedPostgresOptions {
  /** A folder of its own: holds the cluster, the administrator's password and the server's log. */
  dataDir: string;
  /** A free one when absent. */
  port?: number;
  /** Server settings beside ours, for example `{ fsync: 'off' }` in tests. */
  settings?: Readonly<Record<string, string>>;
  /** Whoever connects must do it by TLS; without it, nobody does. The certificate names 127.0.0.1. */
  tls?: ServerTls | undefined;
}

export interface EmbeddedPostgres {
  /** The superuser's URL of the database `postgres`. */
  readonly adminUrl: string;
  readonly port: number;
  /** The server's process, for fault tests. */
  readonly pid: number;
  /** Where the data really are: elsewhere than asked for when the server's user cannot reach that folder. */
  readonly dataDir: string;
  readonly logFile: string;
  /** Fulfilled when the server has ended, whoever ended it. */
  readonly exited: Promise<void>;
  /** `fast` (the default) ends sessions and writes a checkpoint; `immediate` is a crash. May be repeated. */
  stop(mode?: StopMode): Promise<void>;
}

const ATTEMPTS = 5;
const PAUSE_MS = 300;

/**
 * Starts PostgreSQL from the npm package on 127.0.0.1. The first start of a folder creates the cluster (UTF-8,
 * independent of the machine's locale), later ones recover it, also after a kill -9. The server never outlives
 * this process. Works as root, in a folder that only root can enter, too. Linux and macOS.
 * @throws Error when another live process has this folder in use, or when the server does not come up.
 */
export async function embeddedPostgres(
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  const user = serverUser();
  const place = await reachableFor(user, resolve(options.dataDir));
  await stopLeftover(place.dataDir);
  const password = await adminPassword(place.dataDir);
  const asked = { ...SETTINGS, ...options.settings };
  await initialise({ ...place, user, password, sync: asked.fsync !== 'off' });
  const tls = options.tls && (await serveTls(place, user, options.tls));
  const settings = { ...tls?.settings, ...asked };
  for (let attempt = 1; ; attempt++) {
    const port = options.port ?? (await freePort());
    const plainUrl = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
    const adminUrl = tls ? verifiedBy(plainUrl, tls.caFile) : plainUrl;
    try {
      return await startServer({ ...place, user, port, adminUrl, settings });
    } catch (error) {
      // Somebody took the free port meanwhile, or the backends of a killed server are still leaving.
      if (attempt >= ATTEMPTS) throw error;
      await wait(PAUSE_MS);
    }
  }
}

/** Made once per folder; next to the cluster, as the server's user need not read it. */
async function adminPassword(dataDir: string): Promise<string> {
  const file = join(dataDir, 'admin-password');
  if (!existsSync(file)) await writeFile(file, randomBytes(24).toString('hex'), { mode: 0o600 });
  return readFile(file, 'utf8');
}
