import { mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

const TAIL = 30;

/** What a process says: line by line into its file, the last lines at hand for error messages, and to who listens. */
export class ProcessLog {
  readonly file: string;
  readonly #descriptor: number;
  readonly #listeners = new Set<(line: string) => void>();
  readonly #tail: string[] = [];

  constructor(file: string, listener?: (line: string) => void) {
    mkdirSync(dirname(file), { recursive: true });
    this.file = file;
    this.#descriptor = openSync(file, 'w', 0o600);
    if (listener) this.#listeners.add(listener);
  }

  read(...sources: readonly (Readable | null)[]): void {
    for (const source of sources)
      if (source) createInterface({ input: source }).on('line', (line) => this.write(line));
  }

  write(line: string): void {
    // At once: an error names this file, and who reads it then must find the last words in it.
    writeSync(this.#descriptor, `${line}\n`);
    this.#tail.push(line);
    if (this.#tail.length > TAIL) this.#tail.shift();
    for (const listener of this.#listeners) listener(line);
  }

  /** Calls `found` once, for the first line from now on that matches; returns the way to stop listening. */
  once(pattern: RegExp, found: () => void): () => void {
    const listener = (line: string): void => {
      if (!pattern.test(line)) return;
      this.#listeners.delete(listener);
      found();
    };
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  lastLines(): string {
    return this.#tail.join('\n');
  }
}
