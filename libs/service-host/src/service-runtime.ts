import type { ServiceName } from '@app/contracts';
import { Outbox, type EventLog } from '@app/messaging';
import type { Clock, HealthRegistry, Logger, Metrics } from '@app/observability';
import { ServiceDatabase, UnitOfWork } from '@app/persistence';
import { PostgresKeyStore, type KeyStore, type ServiceKeys } from '@app/privacy';

/** What all services of one process share. */
export interface ProcessParts {
  readonly eventLog: EventLog;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly health: HealthRegistry;
  /** Aborted when the process begins to stop: streams and other long answers end then. */
  readonly stopping: AbortSignal;
}

/** What a process gives to each service's module. In `all-in-one` there are five of them. */
export interface ServiceRuntime extends ProcessParts {
  readonly service: ServiceName;
  readonly db: ServiceDatabase;
  readonly uow: UnitOfWork;
  readonly keys: KeyStore;
  /** For what a service derives a secret of its own from; data keys come from `keys` only. */
  readonly serviceKeys: ServiceKeys;
  readonly outbox: Outbox;
  /** Closes the connections of this service; the event log belongs to the process. */
  close(): Promise<void>;
}

export interface RuntimeOptions {
  /** The service's own login at its own database. */
  readonly databaseUrl: string;
  /** The service's own login at the key database. */
  readonly keysDatabaseUrl: string;
  readonly keys: ServiceKeys;
  /** Connections to the database at most; the default of persistence when absent. */
  readonly poolSize?: number;
}

/** Puts a service's parts together. Connects to nothing yet. Its log entries carry the service's name. */
export function createRuntime(
  service: ServiceName,
  parts: ProcessParts,
  options: RuntimeOptions,
): ServiceRuntime {
  const { databaseUrl: url, keysDatabaseUrl, keys: serviceKeys, poolSize } = options;
  const db = new ServiceDatabase({ service, url, ...(poolSize && { poolSize }) });
  const keys = new PostgresKeyStore({ service, url: keysDatabaseUrl, keys: serviceKeys });
  return {
    ...parts,
    logger: parts.logger.child({ service }),
    service,
    db,
    uow: new UnitOfWork(db),
    keys,
    serviceKeys,
    outbox: new Outbox({ service, clock: parts.clock }),
    close: async () => {
      await Promise.all([db.close(), keys.close()]);
    },
  };
}
