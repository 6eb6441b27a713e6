import type { DataKey, KeyRef } from './data-key.js';

interface Entry {
  readonly key: DataKey;
  readonly issued: boolean;
  readonly expiresAt: number;
}

export interface KeyCacheOptions {
  readonly maxAgeMs: number;
  readonly maxEntries: number;
  /** Milliseconds of a clock that never steps back, so that a corrected wall clock cannot keep a key longer. */
  readonly now: () => number;
}

/** Opened keys for a short while: bounded in age and in number, and emptied of a case at once. */
export class KeyCache {
  readonly #entries = new Map<string, Entry>();
  readonly #ofCase = new Map<string, Set<string>>();
  #generation = 0;

  constructor(private readonly options: KeyCacheOptions) {}

  /** To be taken before a fetch and given to `put`: what was fetched before a `forget` is not kept after it. */
  get generation(): number {
    return this.#generation;
  }

  /** `issuedOnly`: a key that was merely read does not tell the store that it is about to be written with. */
  find(ref: KeyRef, issuedOnly = false): DataKey | undefined {
    const entry = this.#entries.get(nameOf(ref));
    if (!entry || entry.expiresAt <= this.options.now()) return undefined;
    return issuedOnly && !entry.issued ? undefined : entry.key;
  }

  put(key: DataKey, issued: boolean, generation: number): void {
    if (generation !== this.#generation) return;
    const name = nameOf(key.ref);
    // Deleting first keeps the map in the order of expiry, which `purge` relies on.
    this.#entries.delete(name);
    this.#entries.set(name, { key, issued, expiresAt: this.options.now() + this.options.maxAgeMs });
    const names = this.#ofCase.get(key.ref.caseId) ?? new Set();
    this.#ofCase.set(key.ref.caseId, names.add(name));
    this.purge();
  }

  forget(caseId: string): void {
    this.#generation += 1;
    for (const name of this.#ofCase.get(caseId) ?? []) this.#entries.delete(name);
    this.#ofCase.delete(caseId);
  }

  /** Drops what is too old, and the oldest of what is too much. */
  purge(): void {
    const now = this.options.now();
    for (const [name, { key, expiresAt }] of this.#entries) {
      if (expiresAt > now && this.#entries.size <= this.options.maxEntries) return;
      this.remove(name, key.ref.caseId);
    }
  }

  clear(): void {
    this.#generation += 1;
    this.#entries.clear();
    this.#ofCase.clear();
  }

  get size(): number {
    return this.#entries.size;
  }

  private remove(name: string, caseId: string): void {
    this.#entries.delete(name);
    const names = this.#ofCase.get(caseId);
    names?.delete(name);
    if (names?.size === 0) this.#ofCase.delete(caseId);
  }
}

/** One string per key, to look it up by. */
export const nameOf = ({ caseId, writer, reader }: KeyRef): string =>
  `${caseId} ${writer} ${reader}`;
