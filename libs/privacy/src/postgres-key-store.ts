import { randomBytes } from 'node:crypto';
import type { ServiceName } from '@app/contracts';
import { DataKey } from './data-key.js';
import type { KeyRef } from './data-key.js';
import { KeyCache, nameOf } from './key-cache.js';
import { KeyDatabase } from './key-database.js';
import type { KeyRow } from './key-database.js';
import { KeyStoreUnavailableError } from './key-store.error.js';
import type { CaseKeys, KeyStore, OrphanSweep } from './key-store.js';
import { PairKeys } from './pair-keys.js';
import type { ServiceKeys } from './service-keys.js';

export interface PostgresKeyStoreOptions {
  readonly service: ServiceName;
  /** Of the key database, with this service's own login. */
  readonly url: string;
  readonly keys: ServiceKeys;
  /** Connections; 4 unless told. */
  readonly poolSize?: number;
  /** 5 minutes at most, which is the default. */
  readonly cacheMs?: number;
  /** 20,000 unless told. */
  readonly cacheEntries?: number;
  /** Milliseconds of a monotonic clock; the process's own unless told. */
  readonly now?: () => number;
}

const FIVE_MINUTES = 5 * 60_000;
const SWEEP_PAGE = 500;
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

/** The key store of one service on the database `madoguchi_keys`, which holds wrapped keys only. */
export class PostgresKeyStore implements KeyStore {
  readonly #service: ServiceName;
  readonly #database: KeyDatabase;
  readonly #pairs: PairKeys;
  readonly #cache: KeyCache;
  readonly #purging: NodeJS.Timeout;

  constructor(options: PostgresKeyStoreOptions) {
    this.#service = options.service;
    this.#pairs = new PairKeys(options.service, options.keys);
    this.#database = new KeyDatabase(options.service, options.url, options.poolSize ?? 4);
    this.#cache = new KeyCache({
      maxAgeMs: Math.min(options.cacheMs ?? FIVE_MINUTES, FIVE_MINUTES),
      maxEntries: options.cacheEntries ?? 20_000,
      now: options.now ?? (() => performance.now()),
    });
    this.#purging = setInterval(() => this.#cache.purge(), 60_000).unref();
  }

  issue(pairs: readonly { caseId: string; reader: ServiceName }[]): Promise<CaseKeys> {
    const refs = pairs.map(({ caseId, reader }) => ({ caseId, writer: this.#service, reader }));
    return this.gather(refs, true, (missing) => {
      const wrapped = missing.map(({ reader }) => this.newWrappedKey(reader));
      return this.#database.issue(each(missing, 'caseId'), each(missing, 'reader'), wrapped);
    });
  }

  open(refs: readonly KeyRef[]): Promise<CaseKeys> {
    const possible = refs.filter((ref) => this.mayExist(ref));
    return this.gather(possible, false, (missing) =>
      this.#database.open(
        each(missing, 'caseId'),
        each(missing, 'writer'),
        each(missing, 'reader'),
      ),
    );
  }

  async destroy(caseId: string): Promise<void> {
    await this.#database.destroy(caseId);
    this.forget(caseId);
  }

  forget(caseId: string): void {
    this.#cache.forget(caseId);
  }

  async sweepOrphans(sweep: OrphanSweep): Promise<number> {
    let removed = 0;
    for (;;) {
      const candidates = await this.#database.unsettled(SWEEP_PAGE);
      if (candidates.length === 0) return removed;
      removed += await this.#database.settle(candidates, [...(await sweep.existing(candidates))]);
    }
  }

  async close(): Promise<void> {
    clearInterval(this.#purging);
    this.#cache.clear();
    await this.#database.close();
  }

  /** What a forged header names must not fail the others of its batch: such a key is absent without asking. */
  private mayExist({ caseId, writer, reader }: KeyRef): boolean {
    const own = writer === this.#service || reader === this.#service;
    return own && UUID.test(caseId) && this.#pairs.knows(writer) && this.#pairs.knows(reader);
  }

  private async gather(
    refs: readonly KeyRef[],
    issuing: boolean,
    fetch: (missing: readonly KeyRef[]) => Promise<KeyRow[]>,
  ): Promise<CaseKeys> {
    const wanted = new Map(refs.map((ref) => [nameOf(ref), ref]));
    const found = new Map<string, DataKey>();
    const erased = new Set<string>();
    const generation = this.#cache.generation;
    for (const [name, ref] of wanted) {
      const key = this.#cache.find(ref, issuing);
      if (key) found.set(name, key);
    }
    const missing = [...wanted].filter(([name]) => !found.has(name)).map(([, ref]) => ref);
    for (const row of missing.length > 0 ? await fetch(missing) : []) {
      const key = this.keyOf(row);
      if (!key) {
        erased.add(row.case_id);
        continue;
      }
      this.#cache.put(key, issuing, generation);
      found.set(nameOf(key.ref), key);
    }
    return { find: (ref) => found.get(nameOf(ref)), isErased: (caseId) => erased.has(caseId) };
  }

  private keyOf({ case_id: caseId, writer, reader, wrapped }: KeyRow): DataKey | undefined {
    if (!writer || !reader || !wrapped) return undefined;
    const bytes = this.unwrap(writer === this.#service ? reader : writer, wrapped);
    try {
      return new DataKey({ caseId, writer, reader }, bytes);
    } finally {
      bytes.fill(0);
    }
  }

  private newWrappedKey(reader: ServiceName): Buffer {
    const bytes = randomBytes(32);
    const wrapped = this.#pairs.wrap(reader, bytes);
    bytes.fill(0);
    return wrapped;
  }

  private unwrap(partner: ServiceName, wrapped: Buffer): Uint8Array<ArrayBuffer> {
    try {
      return new Uint8Array(this.#pairs.unwrap(partner, wrapped));
    } catch (cause) {
      const text = `A key shared with ${partner} cannot be unwrapped: do both services have the right public keys?`;
      throw new KeyStoreUnavailableError(text, { cause });
    }
  }
}

const each = <K extends keyof KeyRef>(refs: readonly KeyRef[], field: K): KeyRef[K][] =>
  refs.map((ref) => ref[field]);
