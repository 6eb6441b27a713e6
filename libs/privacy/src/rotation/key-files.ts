import { createPublicKey, generateKeyPairSync, randomUUID } from 'node:crypto';
import { rename, stat, writeFile } from 'node:fs/promises';
import type { ServiceName } from '@app/contracts';
import {
  privateKeysText,
  publicKeysText,
  readPrivateKeys,
  readPublicKeys,
} from '../service-keys.js';
import type { PrivateKeys, PublicKeys, PublishedKeys } from '../service-keys.js';

export interface KeyFiles {
  readonly privateKeyFile: string;
  readonly publicKeysFile: string;
}

/** A step was asked for out of its order; the message says what comes first. */
export class RotationOrderError extends Error {
  override readonly name = 'RotationOrderError';
}

/**
 * Makes the next version of a service's key pair and publishes it beside those in use; nothing is wrapped with it yet.
 * Answers its number; repeated before it is activated, the same.
 */
export async function publishNextVersion(service: ServiceName, files: KeyFiles): Promise<number> {
  const held = await readPrivateKeys(files.privateKeyFile);
  const { all, own } = await published(service, files);
  const newest = Math.max(...own.keys.keys());
  if (newest > own.current) return newest;
  // A key that is held but not published is one whose publishing was stopped half-way.
  const next = Math.max(newest, ...held.keys()) > newest ? Math.max(...held.keys()) : newest + 1;
  const privateKey = held.get(next) ?? generateKeyPairSync('x25519').privateKey;
  // The private half first: what is published must be held.
  await replaceFile(files.privateKeyFile, privateKeysText(new Map(held).set(next, privateKey)));
  const keys = new Map(own.keys).set(next, createPublicKey(privateKey));
  await publish(files, all, service, { current: own.current, keys });
  return next;
}

/** From now on new keys are wrapped with the newest version. To be done when every service has read the files. */
export async function activateNewestVersion(
  service: ServiceName,
  files: KeyFiles,
): Promise<number> {
  const { all, own } = await published(service, files);
  const current = Math.max(...own.keys.keys());
  await publish(files, all, service, { ...own, current });
  return current;
}

/** Versions that are published still, but not in use any more. */
export async function formerVersions(service: ServiceName, files: KeyFiles): Promise<number[]> {
  const { own } = await published(service, files);
  return [...own.keys.keys()].filter((version) => version < own.current).sort((a, b) => a - b);
}

/** Takes a former version out of both files: what is still wrapped under it can never be opened again. */
export async function removeVersion(
  service: ServiceName,
  files: KeyFiles,
  version: number,
): Promise<void> {
  const { all, own } = await published(service, files);
  if (version === own.current)
    throw new RotationOrderError(`Version ${version} of ${service} is in use: activate another.`);
  await publish(files, all, service, { ...own, keys: without(own.keys, version) });
  const held: PrivateKeys = await readPrivateKeys(files.privateKeyFile);
  await replaceFile(files.privateKeyFile, privateKeysText(without(held, version)));
}

async function published(
  service: ServiceName,
  { publicKeysFile }: KeyFiles,
): Promise<{ all: PublicKeys; own: PublishedKeys }> {
  const all = await readPublicKeys(publicKeysFile);
  const own = all.get(service);
  if (!own) throw new RotationOrderError(`${publicKeysFile} has no public key of ${service}.`);
  return { all, own };
}

async function publish(
  { publicKeysFile }: KeyFiles,
  all: PublicKeys,
  service: ServiceName,
  own: PublishedKeys,
): Promise<void> {
  await replaceFile(publicKeysFile, publicKeysText(new Map(all).set(service, own)));
}

/** Whoever reads sees the old file or the new one, never half of one; who may read it stays as it was. */
async function replaceFile(file: string, text: string): Promise<void> {
  const { mode } = await stat(file);
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, text, { mode: mode & 0o777, flag: 'wx', flush: true });
  await rename(draft, file);
}

function without<T>(keys: ReadonlyMap<number, T>, version: number): Map<number, T> {
  return new Map([...keys].filter(([one]) => one !== version));
}
