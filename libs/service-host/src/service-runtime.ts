import { Audit, type AnchoringOptions } from '@app/audit';
import type { ServiceName } from '@app/contracts';
import { Outbox, type EventLog } from '@app/messaging';
import type { Clock, HealthRegistry, Logger, Metrics } from '@app/observability';
import { ServiceDatabase, UnitOfWork } from '@app/persistence';
import { PostgresKeyStore, type KeyStore, type ServiceKeys } from '@app/privacy';
import { DEFAULT_FILES, type FileSettings } from './http/files/file-variables.js';
import { DEFAULT_RETENTION, type RetentionPlan } from '@app/retention';

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
  /** Records of access (libs/audit). */
  readonly audit: Audit;
  /** How long what needs a second person waits for one, and for its use after that (libs/four-eyes). */
  readonly approvalHours?: number | undefined;
  /** How long what is kept. */
  readonly retention: RetentionPlan;
  /** What is taken of files, and who looks into them. */
  readonly files: FileSettings;
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
  readonly approvalHours?: number | undefined;
  /** That of the release when absent. */
  readonly retention?: RetentionPlan;
  /** Up to 10 MB and not scanned when absent. */
  readonly files?: FileSettings;
  /** With what the records of access are anchored outside of the database; not at all when absent, as in tests. */
  readonly anchoring?: AnchoringOptions | undefined;
}

/** Puts a service's parts together. Connects to nothing yet. Its log entries carry the service's name. */
export function createRuntime(
  service: ServiceName,
  parts: ProcessParts,
  options: RuntimeOptions,
): ServiceRuntime {
  const {
    databaseUrl: url,
    keysDatabaseUrl,
    keys: serviceKeys,
    poolSize,
    approvalHours = 72,
    anchoring,
  } = options;
  const db = new ServiceDatabase({ service, url, ...(poolSize && { poolSize }) });
  const keys = new PostgresKeyStore({ service, url: keysDatabaseUrl, keys: serviceKeys });
  const uow = new UnitOfWork(db);
  const logger = parts.logger.child({ service });
  const outbox = new Outbox({ service, clock: parts.clock });
  return {
    ...parts,
    logger,
    service,
    db,
    uow,
    audit: new Audit({ db, uow, outbox, log: logger, ...(anchoring && { anchoring }) }),
    keys,
    serviceKeys,
    outbox,
    approvalHours,
    retention: options.retention ?? DEFAULT_RETENTION,
    files: options.files ?? DEFAULT_FILES,
    close: async () => {
      await Promise.all([db.close(), keys.close()]);
    },
  };
}
