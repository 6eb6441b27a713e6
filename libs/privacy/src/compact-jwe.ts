import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { DataKey } from './data-key.js';

const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * A compact JWE (RFC 7516) with `dir` and A256GCM, by Node's own AES. The tests hold it against jose in both directions;
 * jose itself works on WebCrypto, which takes ten times as long for parts of our size (ADR 16).
 */
export function encryptCompact(key: DataKey, header: object, plaintext: Uint8Array): string {
  const protectedHeader = Buffer.from(JSON.stringify(header)).toString('base64url');
  // 96 random bits: a key seals a handful of parts, never near the 2^32 that they are good for (NIST SP 800-38D, 8.3).
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, DataKey.secretOf(key), iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(Buffer.from(protectedHeader));
  const ciphertext = cipher.update(plaintext, undefined, 'base64url') + cipher.final('base64url');
  return [protectedHeader, '', iv.toString('base64url'), ciphertext, tagOf(cipher)].join('.');
}

/** @throws when anything was changed, or is not written in the one way that `encryptCompact` writes it */
export function decryptCompact(key: DataKey, jwe: string): Uint8Array {
  const parts = jwe.split('.');
  const [protectedHeader = '', encryptedKey, iv = '', ciphertext = '', tag = ''] = parts;
  if (parts.length !== 5 || encryptedKey !== '') throw new Error('not a compact JWE with dir');
  const decipher = createDecipheriv(CIPHER, DataKey.secretOf(key), bytesOf(iv, IV_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(Buffer.from(protectedHeader));
  decipher.setAuthTag(bytesOf(tag, TAG_BYTES));
  return Buffer.concat([decipher.update(bytesOf(ciphertext)), decipher.final()]);
}

/** The protected header, not verified. @throws when there is none that is a JSON object */
export function protectedHeaderOf(jwe: string): Record<string, unknown> {
  const [encoded = ''] = jwe.split('.', 1);
  const header: unknown = JSON.parse(bytesOf(encoded).toString('utf8'));
  if (typeof header !== 'object' || header === null) throw new Error('not a header');
  return header as Record<string, unknown>;
}

const tagOf = (cipher: { getAuthTag(): Buffer }): string =>
  cipher.getAuthTag().toString('base64url');

/** Node reads over what is no base64url; a sealed part has one way to be written. */
function bytesOf(text: string, length?: number): Buffer {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.toString('base64url') !== text) throw new Error('not base64url');
  if (length !== undefined && bytes.length !== length) throw new Error(`not ${length} bytes`);
  return bytes;
}
