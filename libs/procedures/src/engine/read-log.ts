import type { FactRef } from './maybe.js';

/** What was found, with the facts that were looked at on the way. */
export interface Traced<T> {
  readonly value: T;
  readonly reads: FactSet;
}

/** Facts by number, as bits: an evaluation joins such sets some thousand times. */
export class FactSet {
  private readonly words: number[] = [];

  add(fact: number): void {
    const word = fact >>> 5;
    this.words[word] = (this.words[word] ?? 0) | (1 << (fact & 31));
  }

  addAll(others: FactSet): void {
    const { words } = others;
    for (let word = 0; word < words.length; word++)
      this.words[word] = (this.words[word] ?? 0) | (words[word] ?? 0);
  }

  has(fact: number): boolean {
    return ((this.words[fact >>> 5] ?? 0) & (1 << (fact & 31))) !== 0;
  }
}

/** Notes which facts are looked at while an answer is worked out: only those can change it. */
export class ReadLog {
  private readonly open: FactSet[] = [];
  private readonly numbers = new Map<string, Map<string | undefined, number>>();
  private count = 0;

  /** The fact's number in this log. */
  numberOf({ fact, person }: FactRef): number {
    return this.numberIn(fact, person);
  }

  /** Answers the fact's number. */
  note(fact: string, person: string | undefined): number {
    const number = this.numberIn(fact, person);
    this.open.at(-1)?.add(number);
    return number;
  }

  noteAll(reads: FactSet): void {
    this.open.at(-1)?.addAll(reads);
  }

  trace<T>(work: () => T): Traced<T> {
    const reads = new FactSet();
    this.open.push(reads);
    try {
      return { value: work(), reads };
    } finally {
      this.open.pop();
    }
  }

  private numberIn(fact: string, person: string | undefined): number {
    const ofFact = this.numbers.get(fact) ?? new Map<string | undefined, number>();
    this.numbers.set(fact, ofFact);
    const known = ofFact.get(person);
    if (known !== undefined) return known;
    ofFact.set(person, this.count);
    return this.count++;
  }
}
