import { setTimeout as delay } from 'node:timers/promises';
import type { Stack } from '../../../deploy/native/src/index.js';
import { SeededRandom } from '../../support/seeded-random.js';
import type { LoadInView } from '../fault.js';
import type { ClientLog } from './client-log.js';

export interface LoadOptions {
  readonly stack: Stack;
  readonly log: ClientLog;
  readonly seed: number;
  /** Tells this load's filings from those of other loads on the same stack. */
  readonly name: string;
}

export interface AcceptedFiling {
  readonly index: number;
  readonly account: string;
  readonly applicationId: string;
  readonly caseId: string;
}

const PATIENCE_MS = 120_000;
/** So long is somebody asked again when nobody files any more: what was harmed has been healed by then. */
const LAST_WORD_MS = 60_000;
const LOOK_MS = 25;

/** What the people of one load share: what was accepted, and whether it is still time to file or to work. */
export class LoadState implements LoadInView {
  readonly options: LoadOptions;
  readonly filings: AcceptedFiling[] = [];
  readonly #indexes = new Map<string, number>();
  unknown = 0;
  working = true;
  /** Filings whose careful citizen was still without an answer when everybody else had gone home. */
  unanswered = 0;
  #lastWordBy?: number;

  constructor(options: LoadOptions) {
    this.options = options;
  }

  /** Whether new filings begin. */
  get filing(): boolean {
    return this.#lastWordBy === undefined;
  }

  stopFiling(): void {
    this.#lastWordBy ??= Date.now() + LAST_WORD_MS;
  }

  /** Whether it makes sense to ask once more for a filing that nobody has answered. */
  get hopeful(): boolean {
    return this.#lastWordBy === undefined || Date.now() < this.#lastWordBy;
  }

  get accepted(): number {
    return this.filings.length;
  }

  accept(filing: AcceptedFiling): void {
    this.filings.push(filing);
    this.#indexes.set(filing.caseId, filing.index);
  }

  async more(filings: number): Promise<void> {
    const wanted = this.accepted + filings;
    const deadline = Date.now() + PATIENCE_MS;
    while (this.accepted < wanted) {
      if (Date.now() > deadline)
        throw new Error(
          `only ${this.accepted} of ${wanted} filings within ${PATIENCE_MS / 1000} s`,
        );
      await delay(LOOK_MS);
    }
  }

  /** Chance that depends on seed, load and subject alone, whoever asks and when. */
  chanceOf(...subject: readonly (string | number)[]): SeededRandom {
    return new SeededRandom(hash([this.options.seed, this.options.name, ...subject].join('|')));
  }

  /** Chance for a case: the same for the same filing, although the system draws its id. */
  chanceOfCase(caseId: string, ...subject: readonly (string | number)[]): SeededRandom {
    return this.chanceOf('case', this.#indexes.get(caseId) ?? -1, ...subject);
  }
}

/** FNV-1a, 32 bits: seeds that lie apart from texts that differ in one character. */
export function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const character of text)
    value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return value >>> 0;
}
