import { chown, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { clusterOf, type Place } from './place.js';
import type { ServerUser } from './server-user.js';

/** All as PEM. */
export interface ServerTls {
  readonly certificate: string;
  readonly key: string;
  /** Who signed it, and the certificates of clients that have one. */
  readonly ca: string;
}

/** No line for connections without TLS: they are refused, whatever the password. */
const ONLY_TLS = 'hostssl all all 127.0.0.1/32 scram-sha-256\n';

/** Puts the files where the server finds them, at each start anew; and a copy for clients. */
export async function serveTls(
  { dataDir }: Pick<Place, 'dataDir'>,
  user: ServerUser | undefined,
  { certificate, key, ca }: ServerTls,
): Promise<{ readonly settings: Readonly<Record<string, string>>; readonly caFile: string }> {
  const cluster = clusterOf(dataDir);
  const own = {
    ...{ 'server.crt': certificate, 'server.key': key },
    ...{ 'ca.crt': ca, 'only-tls.conf': ONLY_TLS },
  };
  for (const [name, content] of Object.entries(own)) {
    const file = join(cluster, name);
    await writeFile(file, content, { mode: 0o600 });
    // PostgreSQL takes a key only from a file that is its own.
    if (user) await chown(file, user.uid, user.gid);
  }
  const caFile = join(dataDir, 'ca.crt');
  await writeFile(caFile, ca);
  return {
    settings: { ssl: 'on', ssl_ca_file: 'ca.crt', hba_file: join(cluster, 'only-tls.conf') },
    caFile,
  };
}
