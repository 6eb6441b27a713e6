import type { FactRef } from './maybe.js';

/** What was found, with the facts that were looked at on the way. */
export interface Traced<T> {
  readonly value: T;
  readonly reads: ReadonlySet<string>;
}

/** The name of a fact in a read log; names of facts hold no space. */
export function readKey(fact: string, person?: string): string {
  return person === undefined ? fact : `${fact} ${person}`;
}

export function readKeyOf({ fact, person }: FactRef): string {
  return readKey(fact, person);
}

/** Notes which facts are looked at while an answer is worked out: only those can change it. */
export class ReadLog {
  private readonly open: Set<string>[] = [];

  note(key: string): void {
    this.open.at(-1)?.add(key);
  }

  noteAll(reads: ReadonlySet<string>): void {
    const current = this.open.at(-1);
    if (current !== undefined) for (const key of reads) current.add(key);
  }

  trace<T>(work: () => T): Traced<T> {
    const reads = new Set<string>();
    this.open.push(reads);
    try {
      return { value: work(), reads };
    } finally {
      this.open.pop();
    }
  }
}
