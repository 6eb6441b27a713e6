import type { Canary } from '../canaries/canary.js';
import { formsOf } from './forms.js';

/** A canary that was found, and how it was written there. */
export interface Hit {
  readonly canary: string;
  readonly form: string;
}

interface Needle extends Hit {
  readonly bytes: Buffer;
}

/** Shorter ones would be found by chance among a hundred megabytes. */
const SHORTEST = 6;

/**
 * Looks for every form of every canary in one pass over the bytes. Needles are known by their first four bytes: some
 * thousands of them over a hundred megabytes are a matter of a second, where one regular expression takes twenty.
 */
export class Searcher {
  /** How long a needle can be: what is read in pieces has to overlap by so much. */
  readonly longest: number;
  readonly #starts = new Map<number, Needle[]>();
  readonly #maybe = new Uint8Array(1 << 16);

  /** @throws for a canary that could be found by chance */
  constructor(canaries: readonly Canary[]) {
    const needles = canaries.flatMap(needlesOf);
    for (const needle of needles) {
      const start = needle.bytes.readUInt32BE();
      this.#maybe[bucketOf(start)] = 1;
      this.#starts.set(start, [...(this.#starts.get(start) ?? []), needle]);
    }
    this.longest = Math.max(0, ...needles.map(({ bytes }) => bytes.length));
  }

  /** Each canary and form once, however often it lies there. */
  find(bytes: Buffer): Hit[] {
    const found = new Set<Needle>();
    let start = 0;
    for (let at = 0; at < bytes.length; at += 1) {
      start = ((start << 8) | bytes[at]!) >>> 0;
      if (this.#maybe[bucketOf(start)] === 0) continue;
      for (const needle of this.#starts.get(start) ?? [])
        if (liesAt(bytes, at - 3, needle.bytes)) found.add(needle);
    }
    return [...found].map(({ canary, form }) => ({ canary, form }));
  }
}

/** At hand: a test's `Math` is looked up through its sandbox each time, which costs more than all the rest. */
const { imul } = Math;
const bucketOf = (start: number): number => imul(start, 0x9e3779b1) >>> 16;

const liesAt = (bytes: Buffer, at: number, needle: Buffer): boolean =>
  at >= 0 &&
  at + needle.length <= bytes.length &&
  bytes.compare(needle, 0, needle.length, at, at + needle.length) === 0;

function needlesOf({ name, text }: Canary): Needle[] {
  return formsOf(text).map((form) => {
    if (form.bytes.length < SHORTEST)
      throw new Error(`Canary ${name} is too short: ${form.name} has ${form.bytes.length} bytes.`);
    return { canary: name, form: form.name, bytes: form.bytes };
  });
}
