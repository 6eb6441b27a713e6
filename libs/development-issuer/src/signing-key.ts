import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';

const FILE = 'development-issuer.key.json';

/** A signing key; with a folder the one that is kept there (file 0600), made when there is none. */
export async function signingKey(folder?: string): Promise<JWK> {
  if (folder === undefined) return newKey();
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await keepOnce(folder, JSON.stringify(await newKey()));
  return JSON.parse(await readFile(join(folder, FILE), 'utf8')) as JWK;
}

async function newKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = await exportJWK(privateKey);
  return { ...jwk, kid: await calculateJwkThumbprint(jwk), alg: 'ES256', use: 'sig' };
}

/** A link shows the file only when it is whole, and fails when another start was first. */
async function keepOnce(folder: string, text: string): Promise<void> {
  const draft = join(folder, `${FILE}.${randomBytes(6).toString('hex')}`);
  await writeFile(draft, text, { mode: 0o600, flag: 'wx' });
  try {
    await link(draft, join(folder, FILE));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await unlink(draft);
  }
}
