import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { DataKey } from './data-key.js';
import { SealError } from './seal.error.js';
import { requireKeyFor, type SealHeader } from './seal.js';

const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;
const LENGTH_BYTES = 4;

/** What one piece holds at most; every piece is as long as the longest, so that it tells nothing of its own length. */
export const PIECE_BYTES = 256 * 1024 - LENGTH_BYTES;

/**
 * Seals one piece of a file for one reader: IV, A256GCM ciphertext, tag. The header is bound to it by authentication but
 * not in it: whoever opens must know case, pair, type and place. For contents that are too large to be a JWE.
 * @throws SealError `seal-wrong-key` when the key is another case's or pair's
 */
export function sealBytes(key: DataKey, header: SealHeader, content: Uint8Array): Buffer {
  requireKeyFor(key, header);
  if (content.length > PIECE_BYTES) throw new RangeError(`A piece has ${PIECE_BYTES} bytes.`);
  const filled = Buffer.alloc(LENGTH_BYTES + PIECE_BYTES);
  filled.writeUInt32BE(content.length);
  filled.set(content, LENGTH_BYTES);
  // 96 random bits: an attachment is a handful of pieces, never near the 2^32 that a key is good for.
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, DataKey.secretOf(key), iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(boundOf(header));
  return Buffer.concat([iv, cipher.update(filled), cipher.final(), cipher.getAuthTag()]);
}

/**
 * Opens what `sealBytes` made under exactly this header.
 * @throws SealError when a byte was changed, or it is another's piece or another place's
 */
export function openBytes(key: DataKey, expected: SealHeader, sealed: Uint8Array): Buffer {
  requireKeyFor(key, expected);
  const filled = decrypted(key, expected, Buffer.from(sealed));
  return filled.subarray(LENGTH_BYTES, LENGTH_BYTES + filled.readUInt32BE());
}

function decrypted(key: DataKey, header: SealHeader, sealed: Buffer): Buffer {
  try {
    const iv = sealed.subarray(0, IV_BYTES);
    const tag = sealed.subarray(-TAG_BYTES);
    const decipher = createDecipheriv(CIPHER, DataKey.secretOf(key), iv, {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(boundOf(header)).setAuthTag(tag);
    const content = decipher.update(sealed.subarray(IV_BYTES, -TAG_BYTES));
    return Buffer.concat([content, decipher.final()]);
  } catch {
    throw new SealError('tampered', 'The sealed bytes were changed, or are not what was expected.');
  }
}

/** A JSON list: no two headers have the same text. */
const boundOf = ({ caseId, writer, reader, type, sequence }: SealHeader): Buffer =>
  Buffer.from(JSON.stringify([caseId, writer, reader, type, sequence]));
