import pg from 'pg';
import { asUnavailable } from './database.error.js';
import { schemaOf } from './naming.js';

export interface DatabaseConfig {
  service: string;
  /** `postgres://login:password@host:port/database`, the login being the service's own. */
  url: string;
  /** Connections at most; 10 when absent. */
  poolSize?: number;
  /** The service's name with `_` for `-` when absent. */
  schema?: string;
}

export type Row = Record<string, unknown>;

/** Limits that keep a stuck transaction from holding up the relay of its service. */
export const SESSION_LIMITS = {
  statement_timeout: 15_000,
  idle_in_transaction_session_timeout: 10_000,
  lock_timeout: 3_000,
} as const;

/**
 * A service asks by keys. As long as a table is new, the planner believes it to be small and reads all of it, and goes on
 * doing so until the next ANALYZE: work that grows with what is stored.
 */
export const NO_TABLE_SCANS = '-c enable_seqscan=off -c random_page_cost=1.1';

const CONNECT_TIMEOUT_MS = 5_000;
/**
 * The server ends every statement before this time: one that has not answered by then is not there any more, however
 * open the connection looks. Without it a reply lost on the way would be waited for without end.
 */
const SILENCE_MS = SESSION_LIMITS.statement_timeout + 5_000;
const DATE_TYPE = 1082;

/** A plain date stays text: as a Date it would be midnight of whatever zone the process runs in. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (id, format) =>
    DATE_TYPE === Number(id)
      ? (value: string) => value
      : (pg.types.getTypeParser(id, format) as unknown),
};

/**
 * The connections of one service to its own schema. SQL needs no schema prefix.
 * `bigint`, `numeric` and `date` come as strings.
 */
export class ServiceDatabase {
  readonly service: string;
  readonly schema: string;
  readonly url: string;
  readonly pool: pg.Pool;

  constructor(config: DatabaseConfig) {
    this.service = config.service;
    this.schema = config.schema ?? schemaOf(config.service);
    this.url = config.url;
    this.pool = new pg.Pool({
      ...SESSION_LIMITS,
      connectionString: config.url,
      application_name: config.service,
      options: `-c search_path=${this.schema} ${NO_TABLE_SCANS}`,
      max: config.poolSize ?? 10,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      query_timeout: SILENCE_MS,
      keepAlive: true,
      // Statements that are not awaited one by one travel together: round trips are what a transaction costs.
      pipeline: true,
      types,
    });
    // Without a listener the death of an idle connection ends the process. The pool already dropped it.
    this.pool.on('error', () => undefined);
  }

  /**
   * One reading statement outside a unit of work, with the rights of the service's login.
   * @throws DatabaseUnavailableError when no connection can be had.
   */
  async query<R = Row>(sql: string, params: readonly unknown[] = []): Promise<R[]> {
    try {
      const result = await this.pool.query<R & pg.QueryResultRow>(sql, [...params]);
      return result.rows;
    } catch (error) {
      throw asUnavailable(error);
    }
  }

  async close(): Promise<void> {
    await this.pool.end();
  }
}
