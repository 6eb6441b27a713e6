import type { DataKey, KeyRef } from './data-key.js';
import { decryptCompact, encryptCompact, protectedHeaderOf } from './compact-jwe.js';
import { pad, unpad, type Padding } from './padding.js';
import { SealError } from './seal.error.js';

/** What a sealed part says in clear about itself, bound to the content by authentication. */
export interface SealHeader extends KeyRef {
  readonly type: string;
  readonly sequence: number;
}

const algorithms = { alg: 'dir', enc: 'A256GCM' } as const;

/**
 * Seals `content` for one reader: a compact JWE (`dir`, A256GCM; RFC 7516, RFC 7518). Its length tells the length of
 * the header and, of the content, only how many steps of its padding it takes.
 * @throws SealError `seal-wrong-key` when the key is another case's or pair's
 */
export function sealPart(
  key: DataKey,
  header: SealHeader,
  content: object,
  padding: Padding = 'fine',
): string {
  requireKeyFor(key, header);
  const bytes = pad(Buffer.from(JSON.stringify(content)), padding);
  return encryptCompact(key, toProtected(header), bytes);
}

/**
 * Opens what `sealPart` made, once its header says exactly what is expected.
 * @throws SealError on any mismatch, on a changed byte, on content that is no JSON: a dead letter
 */
export function openPart<T>(key: DataKey, expected: SealHeader, jwe: string): T {
  requireKeyFor(key, expected);
  requireSame(headerOf(jwe), expected);
  return parse(unpad(decrypt(key, jwe))) as T;
}

/**
 * Reads the header without verifying it: enough to fetch the key, never enough to trust.
 * @throws SealError `seal-unreadable` when it is none of ours
 */
export function headerOf(jwe: string): SealHeader {
  const { alg, enc, case: caseId, writer, reader, type, sequence, ...others } = decodeHeader(jwe);
  const texts = [caseId, writer, reader, type].every((value) => typeof value === 'string');
  const ours = alg === algorithms.alg && enc === algorithms.enc && Object.keys(others).length === 0;
  if (!texts || !ours || !Number.isSafeInteger(sequence)) throw unreadable();
  return { caseId, writer, reader, type, sequence } as SealHeader;
}

function toProtected(header: SealHeader): object {
  const { caseId, writer, reader, type, sequence } = header;
  return { ...algorithms, case: caseId, writer, reader, type, sequence };
}

function decodeHeader(jwe: string): Record<string, unknown> {
  try {
    return protectedHeaderOf(jwe);
  } catch {
    throw unreadable();
  }
}

function decrypt(key: DataKey, jwe: string): Uint8Array {
  try {
    return decryptCompact(key, jwe);
  } catch {
    // The cause is left out: an oracle helps nobody, and a library's message may show what it read.
    throw new SealError('tampered', 'The sealed part was changed, or sealed under another key.');
  }
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    // JSON.parse quotes the content in its message.
    throw new SealError('not-json', 'The sealed part opened, but holds no JSON.');
  }
}

export function requireKeyFor(key: DataKey, { caseId, writer, reader }: KeyRef): void {
  const { ref } = key;
  if (ref.caseId !== caseId || ref.writer !== writer || ref.reader !== reader) {
    throw new SealError(
      'wrong-key',
      'This data key is for another case or another pair of services.',
    );
  }
}

function requireSame(found: SealHeader, expected: SealHeader): void {
  const differing = (['caseId', 'writer', 'reader', 'type', 'sequence'] as const).filter(
    (field) => found[field] !== expected[field],
  );
  if (differing.length > 0) {
    throw new SealError(
      'header-mismatch',
      `The sealed part's ${differing.join(', ')} is not what was expected.`,
    );
  }
}

const unreadable = (): SealError =>
  new SealError('unreadable', 'This is not a sealed part of ours.');
