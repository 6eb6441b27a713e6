import type { ServiceName } from '@app/contracts';
import { withSecretFiles, type Environment } from '@app/observability';
import { ServiceDatabase, UnitOfWork, urlWith } from '@app/persistence';
import { UsageError } from '../command-line/words.js';

const variableOf = (service: ServiceName, name: string): string =>
  `${service.toUpperCase().replaceAll('-', '_')}_${name}`;

/** `--db` is the database of `--service`. */
export interface DatabaseArguments {
  optional(name: 'db' | 'service'): string | undefined;
}

/** The databases that a command works on, each with its service's own login; opened when first asked for. */
export class Connections {
  private readonly open = new Map<ServiceName, ServiceDatabase>();

  constructor(
    private readonly args: DatabaseArguments,
    private readonly environment: Environment,
  ) {}

  /** @throws UsageError when neither `--db` nor the environment names the database */
  of(service: ServiceName): ServiceDatabase {
    const known = this.open.get(service);
    if (known) return known;
    const url = this.urlOf(service);
    if (url === undefined)
      throw new UsageError(`Set ${variableOf(service, 'DB_URL')}, or give --db or --env.`);
    const db = new ServiceDatabase({ service, url, poolSize: 2 });
    this.open.set(service, db);
    return db;
  }

  uowOf(service: ServiceName): UnitOfWork {
    return new UnitOfWork(this.of(service));
  }

  /** Services whose databases were asked. */
  opened(): ServiceName[] {
    return [...this.open.keys()];
  }

  async close(): Promise<void> {
    await Promise.all([...this.open.values()].map((db) => db.close()));
  }

  private urlOf(service: ServiceName): string | undefined {
    const given = this.args.optional('db');
    if (given !== undefined && this.args.optional('service') === service) return given;
    const url = this.environment[variableOf(service, 'DB_URL')];
    const secret = variableOf(service, 'DB_PASSWORD');
    const { [secret]: password } = withSecretFiles(this.environment, [secret]);
    return url && password ? urlWith(url, { password }) : url;
  }
}
