import pg from 'pg';
import type { ServiceName } from '@app/contracts';
import type { KeyRef } from './data-key.js';
import {
  KeyAccessError,
  KeyStoreUnavailableError,
  KeyVersionRetiredError,
} from './key-store.error.js';
import type { KeyPurpose } from './key-purpose.js';

/** A row without `wrapped` says that the case was erased. */
export interface KeyRow {
  readonly case_id: string;
  readonly writer: ServiceName | null;
  readonly reader: ServiceName | null;
  readonly wrapped: Buffer | null;
  /** Versions of the key pairs under which it is wrapped. */
  readonly writer_key: number | null;
  readonly reader_key: number | null;
}

/** A key that is about to be made, unless it exists. */
export interface NewKey {
  readonly caseId: string;
  readonly reader: ServiceName;
  readonly wrapped: Buffer;
  readonly readerKey: number;
}

const ACCESS_REFUSED = 'MK001';
const VERSION_RETIRED = 'MK002';
const STATEMENT_TIMEOUT_MS = 5_000;
/** A server that has not answered that long after its own limit is not there any more, however open the connection looks. */
const SILENCE_MS = 2_000;

/** The functions of the key database, each one round trip, with the failures sorted by whose fault they are. */
export class KeyDatabase {
  readonly #pool: pg.Pool;

  /** @param timeoutMs of one call; 5 s unless told */
  constructor(
    service: ServiceName,
    url: string,
    poolSize: number,
    timeoutMs: number = STATEMENT_TIMEOUT_MS,
  ) {
    this.#pool = new pg.Pool({
      connectionString: url,
      max: poolSize,
      application_name: `${service} keys`,
      // Keys are asked for by keys: a table that is new is never read whole because the planner believes it small.
      options: '-c enable_seqscan=off -c random_page_cost=1.1',
      connectionTimeoutMillis: 3_000,
      idleTimeoutMillis: 60_000,
      statement_timeout: timeoutMs,
      query_timeout: timeoutMs + SILENCE_MS,
      keepAlive: true,
    });
    // An idle connection that breaks has already left the pool; without a listener it would end the process.
    this.#pool.on('error', () => undefined);
  }

  issue(keys: readonly NewKey[], myKey: number, purpose: KeyPurpose): Promise<KeyRow[]> {
    const parameters =
      '$1::uuid[], $2::text[], $3::bytea[], $4::smallint, $5::smallint[], $6::text';
    const columns = [each(keys, 'caseId'), each(keys, 'reader'), each(keys, 'wrapped')];
    return this.call('issue', parameters, [...columns, myKey, each(keys, 'readerKey'), purpose]);
  }

  open(refs: readonly KeyRef[], purpose: KeyPurpose): Promise<KeyRow[]> {
    const columns = [each(refs, 'caseId'), each(refs, 'writer'), each(refs, 'reader')];
    return this.call('open', '$1::uuid[], $2::text[], $3::text[], $4::text', [...columns, purpose]);
  }

  async destroy(caseId: string): Promise<number> {
    const rows = await this.call<{ destroy: number }>('destroy', '$1::uuid', [caseId]);
    return rows[0]?.destroy ?? 0;
  }

  async unsettled(limit: number): Promise<string[]> {
    const rows = await this.call<{ case_id: string }>('unsettled', '$1::integer', [limit]);
    return rows.map((row) => row.case_id);
  }

  /** Keeps the keys of `existing`, removes those of the other `checked` cases, and answers how many it removed. */
  async settle(checked: string[], existing: string[]): Promise<number> {
    const rows = await this.call<{ settle: number }>('settle', '$1::uuid[], $2::uuid[]', [
      checked,
      existing,
    ]);
    return rows[0]?.settle ?? 0;
  }

  close(): Promise<void> {
    return this.#pool.end();
  }

  protected async call<R = KeyRow>(
    name: string,
    parameters: string,
    values: unknown[],
  ): Promise<R[]> {
    const text = `SELECT * FROM key_api.${name}(${parameters})`;
    try {
      return (await this.#pool.query({ name: `keys.${name}`, text, values })).rows as R[];
    } catch (error) {
      throw sorted(name, error);
    }
  }
}

function sorted(name: string, error: unknown): unknown {
  const code = error instanceof pg.DatabaseError ? error.code : undefined;
  if (code === ACCESS_REFUSED) return new KeyAccessError((error as Error).message);
  if (code === VERSION_RETIRED) return new KeyVersionRetiredError((error as Error).message);
  // An id that is no UUID is the caller's fault and stays so; everything else is the system's (delivery.md 5).
  if (code?.startsWith('22')) return error;
  return new KeyStoreUnavailableError(`The key store could not ${name}.`, { cause: error });
}

export const each = <T, K extends keyof T>(rows: readonly T[], field: K): T[K][] =>
  rows.map((row) => row[field]);
