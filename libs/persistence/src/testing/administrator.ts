import pg from 'pg';
import { schemaOf } from '../naming.js';
import type { OwnedSchema } from '../owner-connection.js';
import type { Row } from '../service-database.js';

/** The superuser in the schema of a service: may do what the service's login may not, and sees what is closed to everybody. */
export class Administrator {
  readonly #pool: pg.Pool;

  constructor({ service, adminUrl }: OwnedSchema) {
    const options = `-c search_path=${schemaOf(service)}`;
    this.#pool = new pg.Pool({ connectionString: adminUrl, options, max: 2 });
    this.#pool.on('error', () => undefined);
  }

  async query<R = Row>(sql: string, params: readonly unknown[] = []): Promise<R[]> {
    return (await this.#pool.query(sql, [...params])).rows as R[];
  }

  end(): Promise<void> {
    return this.#pool.end();
  }
}
