import { makeAnchorKey } from '@app/audit';
import { SERVICES } from '@app/contracts';
import { developmentKeys } from '@app/privacy';
import { randomBytes, randomUUID } from 'node:crypto';
import { chmod, link, mkdir, readdir, unlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

export interface MadeSecrets {
  /** How many were not there before. */
  readonly made: number;
  /** For `docker compose --env-file`. */
  readonly environmentFile: string;
}

/**
 * A deployment's secrets: a password for every login, an X25519 key pair and an Ed25519 one for its anchors for
 * every service, the id of the Kafka cluster.
 * The folder is its owner's alone; nothing in it is ever overwritten, and a run that was stopped is completed by the next.
 */
export async function makeSecrets(path: string): Promise<MadeSecrets> {
  const folder = resolve(path);
  await mkdir(folder, { recursive: true });
  await chmod(folder, 0o700);
  const before = await filesBelow(folder);
  for (const name of passwordNames()) await writeOnce(join(folder, name), password());
  await developmentKeys(join(folder, 'keys'), SERVICES);
  for (const service of SERVICES) await makeAnchorKey(join(folder, 'keys'), service);
  const environmentFile = join(folder, 'compose.env');
  await writeOnce(
    environmentFile,
    `MADOGUCHI_SECRETS=${folder}\nKAFKA_CLUSTER_ID=${clusterId()}\n`,
  );
  const files = await filesBelow(folder);
  await Promise.all(files.map((file) => chmod(file, READABLE)));
  return { made: files.length - before.length, environmentFile };
}

/**
 * Compose mounts each file as it is into containers whose users are none of this machine's, so it must be readable;
 * the closed folder above it keeps everybody else out.
 */
const READABLE = 0o444;

/** Files of the folder that docker-compose.yml names, each with a password. */
export function passwordNames(): string[] {
  const services = SERVICES.map((service) => service.replaceAll('-', '_'));
  return [
    'postgres_password',
    ...services.map((service) => `${service}_db_password`),
    ...['administrator', 'node', ...services].map((user) => `kafka_${user}_password`),
  ];
}

/** No character that an address, a shell or a settings file would read as something else. */
const password = (): string => randomBytes(24).toString('hex');

/** 16 random bytes in base64url; one that begins with a dash would be taken for an option. */
function clusterId(): string {
  const id = randomBytes(16).toString('base64url');
  return id.startsWith('-') ? clusterId() : id;
}

/** A link fails when the name exists, and shows the file only when it is whole. */
async function writeOnce(file: string, text: string): Promise<void> {
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, text, { mode: 0o600, flag: 'wx' });
  try {
    await link(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await unlink(draft);
  }
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
}
