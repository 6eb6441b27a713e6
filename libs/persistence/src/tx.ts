import type { NarrowRole } from './naming.js';
import type { Row } from './service-database.js';

export interface UnitOfWorkOptions {
  role: NarrowRole;
  /** Case ids that the work will write; `[]` for brand-new ids. Locked before anything else happens. */
  keys: readonly string[];
  /** The wards that row-level security opens; none when absent. */
  wards?: readonly string[];
  /** The persons whose own rows row-level security opens; nobody when absent. */
  subjects?: readonly string[];
}

export interface Tx {
  readonly service: string;
  readonly schema: string;
  /**
   * One statement. With a name it is prepared once per connection: use names for fixed texts only. Statements run in
   * the order of calling; those that are not awaited one by one share a round trip. After a failure all others fail.
   */
  query<R = Row>(sql: string, params?: readonly unknown[], name?: string): Promise<R[]>;
  /** Runs after the work and before COMMIT, in the order of adding; a failure rolls everything back. */
  beforeCommit(step: () => Promise<void>): void;
  /** Runs after COMMIT succeeded. For wake-ups only: what must not be lost belongs in the outbox. */
  afterCommit(step: () => void): void;
}
