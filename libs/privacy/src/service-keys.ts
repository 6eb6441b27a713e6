import { createPrivateKey, createPublicKey, KeyObject } from 'node:crypto';
import type { JsonWebKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { ServiceName } from '@app/contracts';

export type PublicKeys = ReadonlyMap<ServiceName, KeyObject>;

/** The static X25519 keys that one service works with: its own private one, and everybody's public one. */
export interface ServiceKeys {
  readonly privateKey: KeyObject;
  readonly publicKeys: PublicKeys;
}

/** Reads an X25519 private key from a PEM (PKCS #8) or JWK file. Errors name the file, never its content. */
export async function readPrivateKey(file: string): Promise<KeyObject> {
  const text = await readFile(file, 'utf8');
  return parsed(file, () =>
    createPrivateKey(isJson(text) ? { key: jwkOf(text), format: 'jwk' } : text),
  );
}

/** Reads `{ "<service>": <JWK or PEM>, … }`. Errors name the file and the service. */
export async function readPublicKeys(file: string): Promise<PublicKeys> {
  const text = await readFile(file, 'utf8');
  const entries = Object.entries(parsedJson(file, text));
  return new Map(
    entries.map(([service, key]) => [
      service as ServiceName,
      parsed(`${file} (${service})`, () => toPublic(key)),
    ]),
  );
}

/** The public half, as a JWK that may be shown to anybody. */
export function publicJwkOf(key: KeyObject): JsonWebKey {
  return (key.type === 'private' ? createPublicKey(key) : key).export({ format: 'jwk' });
}

function toPublic(key: unknown): KeyObject {
  return typeof key === 'string'
    ? createPublicKey(key)
    : createPublicKey({ key: key as JsonWebKey, format: 'jwk' });
}

function parsed(source: string, parse: () => KeyObject): KeyObject {
  const key = attempt(parse);
  if (key?.asymmetricKeyType !== 'x25519')
    throw new Error(`${source}: expected an X25519 key as PEM or JWK.`);
  return key;
}

function attempt(parse: () => KeyObject): KeyObject | undefined {
  try {
    return parse();
  } catch {
    return undefined;
  }
}

function parsedJson(file: string, text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    throw new Error(`${file}: expected a JSON object of public keys by service.`);
  }
}

const isJson = (text: string): boolean => text.trimStart().startsWith('{');
const jwkOf = (text: string): JsonWebKey => JSON.parse(text) as JsonWebKey;
