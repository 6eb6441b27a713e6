import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';
import { link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';

/** The Ed25519 pair with which a service signs its anchors. */
export interface AnchorKey {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** Reads an Ed25519 private key from a PEM file (PKCS #8). Errors name the file, never its content. */
export async function readAnchorKey(file: string): Promise<AnchorKey> {
  const text = await readFile(file, 'utf8');
  return { privateKey: ed25519(file, () => createPrivateKey(text)), publicKey: publicOf(text) };
}

/** Reads a PEM file with one or several Ed25519 public keys: those of today and those of before. */
export async function readAnchorPublicKeys(file: string): Promise<KeyObject[]> {
  const text = await readFile(file, 'utf8');
  const blocks = text.match(/-----BEGIN PUBLIC KEY-----[^-]+-----END PUBLIC KEY-----/g) ?? [];
  if (blocks.length === 0) throw new Error(`${file}: expected public keys as PEM.`);
  return blocks.map((block) => ed25519(file, () => createPublicKey(block)));
}

/** Makes the key of a service where it is missing. Several processes may do it at once: the first one wins. */
export async function makeAnchorKey(folder: string, service: string): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, `${service}.anchor-key.pem`);
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  if (await createOnce(file, pem, 0o600)) {
    const shown = publicKey.export({ type: 'spki', format: 'pem' }).toString();
    await writeFile(anchorPublicKeyFile(folder, service), shown, { mode: 0o644 });
  }
  return file;
}

/** Where `makeAnchorKey` leaves what may be shown to anybody. */
export const anchorPublicKeyFile = (folder: string, service: string): string =>
  join(folder, `${service}.anchor-key.pub.pem`);

async function createOnce(file: string, text: string, mode: number): Promise<boolean> {
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, text, { mode, flag: 'wx' });
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  } finally {
    await unlink(draft);
  }
}

const publicOf = (pem: string): KeyObject => createPublicKey(pem);

function ed25519(file: string, parse: () => KeyObject): KeyObject {
  const key = parsed(parse);
  if (key?.asymmetricKeyType !== 'ed25519')
    throw new Error(`${file}: expected an Ed25519 key as PEM.`);
  return key;
}

function parsed(parse: () => KeyObject): KeyObject | undefined {
  try {
    return parse();
  } catch {
    return undefined;
  }
}
