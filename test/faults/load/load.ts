import { SECTIONS } from '@app/contracts';
import { citizen } from './citizens.js';
import { LoadState, type LoadOptions } from './load-state.js';
import { officer } from './officers.js';
import { reader } from './readers.js';

/** So many people at once: enough to have every process at work, few enough for a machine with two cores. */
const CITIZENS = 4;
const READERS = 2;

/**
 * Citizens who file, ask, answer and withdraw, and officers who work, until they are told that it is enough. Everything
 * they do is drawn from the seed; in which order the system meets it is not.
 */
export class Load {
  readonly state: LoadState;
  readonly #citizens: Promise<void>[];
  readonly #others: Promise<void>[];

  constructor(options: LoadOptions) {
    const state = new LoadState(options);
    this.state = state;
    let last = 0;
    const next = (): number => (last += 1);
    this.#citizens = Array.from({ length: CITIZENS }, () => citizen(state, next));
    this.#others = [
      ...Array.from({ length: READERS }, (_none, number) => reader(state, number)),
      ...SECTIONS.map((section) => officer(state, section)),
    ];
    // Whoever fails is heard of in finish().
    for (const person of [...this.#citizens, ...this.#others]) person.catch(() => undefined);
  }

  /** First nobody files any more (whoever waits for an answer waits on, for a while), then everybody goes home. */
  async finish(): Promise<void> {
    this.state.stopFiling();
    await Promise.all(this.#citizens);
    this.state.working = false;
    await Promise.all(this.#others);
  }
}
