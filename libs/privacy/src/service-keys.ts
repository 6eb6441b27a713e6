import { createPrivateKey, createPublicKey, KeyObject } from 'node:crypto';
import type { JsonWebKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { ServiceName } from '@app/contracts';
import type { KeyAgreement } from './agreement/key-agreement.port.js';

/** The versions of one service's public key, and which of them new keys are wrapped with. */
export interface PublishedKeys {
  readonly current: number;
  readonly keys: ReadonlyMap<number, KeyObject>;
}

export type PrivateKeys = ReadonlyMap<number, KeyObject>;
export type PublicKeys = ReadonlyMap<ServiceName, PublishedKeys>;

/** The static X25519 keys that one service works with: its own private ones, and everybody's public ones. */
export interface StaticKeys {
  readonly privateKeys: PrivateKeys;
  readonly publicKeys: PublicKeys;
}

/** What a service process is given. */
export interface ServiceKeys {
  readonly agreement: KeyAgreement;
  /** The key of the person index, for the services that look persons up; never used for anything else. */
  readonly personIndexKey?: Buffer;
}

const PEM = /(?:^Version: (\d{1,4})\s+)?(-----BEGIN [A-Z ]+-----[^-]+-----END [A-Z ]+-----)/gm;

/**
 * Reads X25519 private keys from a file: one JWK, or PEM (PKCS #8), of which there may be several, each after a line
 * `Version: N`; without that line it is version 1. Errors name the file, never its content.
 */
export async function readPrivateKeys(file: string): Promise<PrivateKeys> {
  const text = await readFile(file, 'utf8');
  if (text.trimStart().startsWith('{')) {
    const key = parsed(file, () => createPrivateKey({ key: jwkOf(text), format: 'jwk' }));
    return new Map([[1, key]]);
  }
  const blocks = [...text.matchAll(PEM)].map(
    ([, version = '1', pem = '']) =>
      [Number(version), parsed(file, () => createPrivateKey(pem))] as const,
  );
  if (blocks.length === 0) throw unreadable(file);
  return new Map(blocks);
}

/** As `readPrivateKeys` reads it. */
export const privateKeysText = (keys: PrivateKeys): string =>
  [...keys]
    .sort(([a], [b]) => b - a)
    .map(([version, key]) => `Version: ${version}\n${pemOf(key)}`)
    .join('');

const pemOf = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();

/**
 * Reads `{ "<service>": <key>, … }`, where a key is a JWK or PEM, version 1 then, or
 * `{ "current": N, "keys": { "N": <JWK or PEM>, … } }`. Errors name the file and the service.
 */
export async function readPublicKeys(file: string): Promise<PublicKeys> {
  const text = await readFile(file, 'utf8');
  const entries = Object.entries(parsedJson(file, text));
  return new Map(
    entries.map(([service, value]) => [
      service as ServiceName,
      publishedKeys(`${file} (${service})`, value),
    ]),
  );
}

/** As `readPublicKeys` reads it. */
export function publicKeysText(keys: PublicKeys): string {
  const services = [...keys]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([service, published]) => {
      const versions = [...published.keys].map(([version, key]) => [version, publicJwkOf(key)]);
      return [
        service,
        { current: published.current, keys: Object.fromEntries(versions) as object },
      ];
    });
  return `${JSON.stringify(Object.fromEntries(services), null, 2)}\n`;
}

/** The public half, as a JWK that may be shown to anybody. */
export function publicJwkOf(key: KeyObject): JsonWebKey {
  return (key.type === 'private' ? createPublicKey(key) : key).export({ format: 'jwk' });
}

function publishedKeys(source: string, value: unknown): PublishedKeys {
  const versions = (value as { keys?: unknown }).keys;
  if (typeof versions !== 'object' || versions === null)
    return { current: 1, keys: new Map([[1, parsed(source, () => toPublic(value))]]) };
  const keys = new Map(
    Object.entries(versions).map(([version, key]) => [
      Number(version),
      parsed(source, () => toPublic(key)),
    ]),
  );
  const current = Number((value as { current?: unknown }).current);
  if (keys.has(current)) return { current, keys };
  throw new Error(`${source}: "current" must name one of the versions under "keys".`);
}

function toPublic(key: unknown): KeyObject {
  return typeof key === 'string'
    ? createPublicKey(key)
    : createPublicKey({ key: key as JsonWebKey, format: 'jwk' });
}

function parsed(source: string, parse: () => KeyObject): KeyObject {
  const key = attempt(parse);
  if (key?.asymmetricKeyType !== 'x25519') throw unreadable(source);
  return key;
}

const unreadable = (source: string): Error =>
  new Error(`${source}: expected an X25519 key as PEM or JWK.`);

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

const jwkOf = (text: string): JsonWebKey => JSON.parse(text) as JsonWebKey;
