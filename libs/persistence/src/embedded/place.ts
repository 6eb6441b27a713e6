import { join } from 'node:path';

export interface Place {
  /** The folder with `bin`, `lib` and `share`. */
  native: string;
  dataDir: string;
}

/** The folder of the cluster itself, owned by the server's user. */
export function clusterOf(dataDir: string): string {
  return join(dataDir, 'cluster');
}

/** Nothing of the caller's PGPORT, PGDATA and so on, and messages in English. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('PG'));
  return { ...Object.fromEntries(kept), LC_ALL: 'C' };
}
