import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { matchingAddress, matchingKeys, type NamesOfPerson } from '@app/japan';

/** A person as indexes know them: by what they are called, and their date of birth. */
export interface IndexedPerson extends NamesOfPerson {
  /** `YYYY-MM-DD`. */
  readonly birthDate: string;
}

const KEY_BYTES = 32;
const BITS = 48;

const ascending = (a: number, b: number): number => a - b;

/**
 * The blind index by which a person is found without a name lying anywhere: HMAC-SHA-256 over date of birth and name,
 * as names are compared (`matchingKeys`), under a key of its own, cut to 48 bits. So many are enough that among two million
 * residents a stranger is met once in some hundred million searches, and as few as a number in JavaScript, JSON and
 * PostgreSQL (`bigint`) holds exactly. Whoever has the key can try names: the key is what protects, not the cut.
 */
export class PersonIndex {
  /** Node takes a fifth of the time for a hash under a key of its own kind. */
  private readonly key: KeyObject;

  /** @throws when the key has not 32 bytes */
  constructor(key: Buffer) {
    if (key.length !== KEY_BYTES)
      throw new Error(`The key of the person index must have ${KEY_BYTES} bytes.`);
    this.key = createSecretKey(key);
  }

  /** Every index of the person, sorted, each once; two persons may be one when they share any of them. */
  of({ birthDate, ...names }: IndexedPerson): number[] {
    const all = matchingKeys(names).map((key) => this.numberOf(`${birthDate}\n${key}`));
    return [...new Set(all)].sort(ascending);
  }

  /**
   * By the name alone, for filings that give no date of birth: not by the kana, which too many share. A second kind of
   * index: it never meets one with a date.
   */
  ofName(names: NamesOfPerson): number[] {
    const byName = matchingKeys(names).filter((key) => key.startsWith('name:'));
    return [...new Set(byName.map((key) => this.numberOf(`undated\n${key}`)))].sort(ascending);
  }

  /** Of one place to live; none for what says no more than a town. */
  ofAddress(address: string): number[] {
    const key = matchingAddress(address);
    return key === '' ? [] : [this.numberOf(`address\n${key}`)];
  }

  private numberOf(text: string): number {
    return createHmac('sha256', this.key)
      .update(text)
      .digest()
      .readUIntBE(0, BITS / 8);
  }
}

/** Reads a key of the person index: 64 hexadecimal digits. Errors name the source, never its content. */
export function personIndexKey(source: string, text: string): Buffer {
  const digits = text.trim();
  if (!/^[0-9a-f]{64}$/i.test(digits))
    throw new Error(`${source}: expected a key of 64 hexadecimal digits.`);
  return Buffer.from(digits, 'hex');
}

export const readPersonIndexKey = async (file: string): Promise<Buffer> =>
  personIndexKey(file, await readFile(file, 'utf8'));
