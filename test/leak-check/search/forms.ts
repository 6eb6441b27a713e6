import { createHash } from 'node:crypto';
import {
  inBase64,
  inHex,
  inJson,
  inJsonTwice,
  inOctal,
  inPercent,
  inReferences,
} from './encodings.js';
import { spellingsOf } from './spellings.js';

/** One way in which a text can lie somewhere: what to look for, byte by byte. */
export interface Form {
  readonly name: string;
  readonly bytes: Buffer;
}

/**
 * Every form in which software of this kind writes a text down, each once. What is missing is missing on purpose:
 * - reversed, shuffled, cut into pieces: nothing does that but somebody who hides it, and he would encrypt;
 * - compressed: PostgreSQL alone compresses here (TOAST), and it is asked for the text; topics, logs and Redis are not;
 * - EUC-JP, Shift_JIS: they cannot hold these names at all (variation selectors, U+20BB7), and nothing here speaks them;
 * - keyed hashes: without the key they tell nothing. Digests without a key do, to whoever has a telephone book: searched.
 */
export function formsOf(text: string): Form[] {
  const all = [...spellingsOf(text)].flatMap(([spelling, spelled]) =>
    [...encoded(spelled), ...digests(spelled)].map(({ name, bytes }) => ({
      name: spelling === 'as is' ? name : `${name} of ${spelling}`,
      bytes,
    })),
  );
  return [...new Map(all.reverse().map((form) => [form.bytes.toString('latin1'), form])).values()];
}

function encoded(text: string): Form[] {
  return [
    { name: 'UTF-8', bytes: Buffer.from(text) },
    { name: 'UTF-16LE', bytes: Buffer.from(text, 'utf16le') },
    { name: 'UTF-16BE', bytes: Buffer.from(text, 'utf16le').swap16() },
    ...inJson(text),
    ...inJsonTwice(text),
    ...inPercent(text),
    ...inReferences(text),
    ...inOctal(text),
    ...packed('', text),
    ...inJson(text).flatMap(({ name, bytes }) => packed(`${name} in `, bytes.toString())),
  ];
}

/** What is wrapped whole, often after it became JSON. */
const packed = (inside: string, text: string): Form[] =>
  [...inBase64(text), ...inHex(text)].map(({ name, bytes }) => ({ name: inside + name, bytes }));

function digests(text: string): Form[] {
  return ['md5', 'sha1', 'sha256'].flatMap((algorithm) =>
    (['hex', 'base64', 'base64url'] as const).map((encoding) => ({
      name: `${algorithm} in ${encoding}`,
      bytes: Buffer.from(createHash(algorithm).update(text).digest(encoding)),
    })),
  );
}
