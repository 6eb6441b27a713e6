import type { ServiceName } from '@app/contracts';
import { ServiceDatabase, UnitOfWork } from '@app/persistence';
import { UsageError, type Arguments } from './arguments.js';

export type Environment = Readonly<Record<string, string | undefined>>;

const variableOf = (service: ServiceName): string =>
  `${service.toUpperCase().replaceAll('-', '_')}_DB_URL`;

/** The databases that a command works on, each with its service's own login; opened when first asked for. */
export class Connections {
  private readonly open = new Map<ServiceName, ServiceDatabase>();

  constructor(
    private readonly args: Arguments,
    private readonly environment: Environment,
  ) {}

  /** @throws UsageError when neither `--db` nor the environment names the database */
  of(service: ServiceName): ServiceDatabase {
    const known = this.open.get(service);
    if (known) return known;
    const url = this.urlOf(service);
    if (url === undefined)
      throw new UsageError(`Set ${variableOf(service)}, or give --db or --env.`);
    const db = new ServiceDatabase({ service, url, poolSize: 2 });
    this.open.set(service, db);
    return db;
  }

  uowOf(service: ServiceName): UnitOfWork {
    return new UnitOfWork(this.of(service));
  }

  async close(): Promise<void> {
    await Promise.all([...this.open.values()].map((db) => db.close()));
  }

  /** `--db` is the database of `--service`. */
  private urlOf(service: ServiceName): string | undefined {
    const given = this.args.optional('db');
    if (given !== undefined && this.args.optional('service') === service) return given;
    return this.environment[variableOf(service)];
  }
}
