import { randomBytes } from 'node:crypto';
import type { ServiceName } from '@app/contracts';
import type { PairVersions } from './agreement/key-agreement.port.js';
import { DataKey } from './data-key.js';
import type { KeyRef } from './data-key.js';
import { KeyCache, nameOf } from './key-cache.js';
import { KeyDatabase } from './key-database.js';
import type { KeyRow, NewKey } from './key-database.js';
import type { KeyPurpose } from './key-purpose.js';
import { KeyStoreUnavailableError, KeyVersionRetiredError } from './key-store.error.js';
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
const LOOK_AGAIN_MS = 60_000;
const SWEEP_PAGE = 500;
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

/** The key store of one service on the database `madoguchi_keys`, which holds wrapped keys only. */
export class PostgresKeyStore implements KeyStore {
  readonly #service: ServiceName;
  readonly #database: KeyDatabase;
  readonly #pairs: PairKeys;
  readonly #cache: KeyCache;
  readonly #timers: readonly NodeJS.Timeout[];

  /** @throws when the keys are another service's */
  constructor(options: PostgresKeyStoreOptions) {
    const { service } = options.keys.agreement;
    if (service !== options.service)
      throw new Error(`The keys of ${service} were given to ${options.service}.`);
    this.#service = options.service;
    this.#pairs = new PairKeys(options.keys.agreement);
    this.#database = new KeyDatabase(options.service, options.url, options.poolSize ?? 4);
    this.#cache = new KeyCache({
      maxAgeMs: Math.min(options.cacheMs ?? FIVE_MINUTES, FIVE_MINUTES),
      maxEntries: options.cacheEntries ?? 20_000,
      now: options.now ?? (() => performance.now()),
    });
    this.#timers = [
      setInterval(() => this.#cache.purge(), 60_000).unref(),
      // Whoever has not met a new version by then learns of it, so that it may be used and the old one retired.
      setInterval(() => void this.#pairs.reload().catch(() => undefined), LOOK_AGAIN_MS).unref(),
    ];
  }

  async issue(
    pairs: readonly { caseId: string; reader: ServiceName }[],
    purpose: KeyPurpose,
  ): Promise<CaseKeys> {
    const refs = pairs.map(({ caseId, reader }) => ({ caseId, writer: this.#service, reader }));
    const fetch = (missing: readonly KeyRef[]): Promise<KeyRow[]> =>
      this.issueNew(missing, purpose);
    try {
      return await this.gather(refs, true, fetch);
    } catch (error) {
      if (!(error instanceof KeyVersionRetiredError)) throw error;
      await this.#pairs.reload();
      return this.gather(refs, true, fetch);
    }
  }

  open(refs: readonly KeyRef[], purpose: KeyPurpose): Promise<CaseKeys> {
    const possible = refs.filter((ref) => this.mayExist(ref));
    return this.gather(possible, false, (missing) => this.#database.open(missing, purpose));
  }

  async destroy(caseId: string): Promise<number> {
    const count = await this.#database.destroy(caseId);
    this.forget(caseId);
    return count;
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
    this.#timers.forEach((timer) => clearInterval(timer));
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
    const rows = missing.length > 0 ? await fetch(missing) : [];
    await this.#pairs.ready(rows.flatMap((row) => this.versionsOf(row) ?? []));
    for (const row of rows) {
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

  private keyOf(row: KeyRow): DataKey | undefined {
    const { case_id: caseId, writer, reader, wrapped } = row;
    const versions = this.versionsOf(row);
    if (!writer || !reader || !wrapped || !versions) return undefined;
    const bytes = this.unwrap(versions, wrapped);
    try {
      return new DataKey({ caseId, writer, reader }, bytes);
    } finally {
      bytes.fill(0);
    }
  }

  /** Undefined for what was erased. */
  private versionsOf({ writer, reader, writer_key, reader_key }: KeyRow): PairVersions | undefined {
    if (!writer || !reader || !writer_key || !reader_key) return undefined;
    return writer === this.#service
      ? { mine: writer_key, partner: reader, theirs: reader_key }
      : { mine: reader_key, partner: writer, theirs: writer_key };
  }

  private async issueNew(missing: readonly KeyRef[], purpose: KeyPurpose): Promise<KeyRow[]> {
    const versions = new Map(missing.map(({ reader }) => [reader, this.#pairs.current(reader)]));
    await this.#pairs.ready([...versions.values()]);
    const keys = missing.map(({ caseId, reader }) =>
      newKey(caseId, versions.get(reader)!, this.#pairs),
    );
    return this.#database.issue(keys, this.#pairs.current(this.#service).mine, purpose);
  }

  private unwrap(versions: PairVersions, wrapped: Buffer): Uint8Array<ArrayBuffer> {
    try {
      return new Uint8Array(this.#pairs.unwrap(versions, wrapped));
    } catch (cause) {
      const text = `A key shared with ${versions.partner} cannot be unwrapped: do both services have the right public keys?`;
      throw new KeyStoreUnavailableError(text, { cause });
    }
  }
}

function newKey(caseId: string, versions: PairVersions, pairs: PairKeys): NewKey {
  const bytes = randomBytes(32);
  const wrapped = pairs.wrap(versions, bytes);
  bytes.fill(0);
  return { caseId, reader: versions.partner, wrapped, readerKey: versions.theirs };
}
