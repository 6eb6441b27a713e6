import { AnchorFolder, makeAnchorKey, readAnchorKey, type AnchoringOptions } from '@app/audit';
import { SERVICES, type ServiceName } from '@app/contracts';
import { provisionEventLog } from '@app/messaging';
import { embeddedPostgres, type EmbeddedPostgres } from '@app/persistence';
import { developmentKeys, type ServiceKeys } from '@app/privacy';
import { provisionDatabases } from '@app/provisioning';
import { migrateServices } from '@app/service-host';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { allServices } from './all-services.js';

export interface ServiceConnections {
  readonly databaseUrl: string;
  readonly keysDatabaseUrl: string;
  readonly keys: ServiceKeys;
  readonly anchoring: AnchoringOptions;
}

export interface EmbeddedDatabases {
  readonly postgres: EmbeddedPostgres;
  connectionsOf(service: ServiceName): Promise<ServiceConnections>;
}

/**
 * PostgreSQL in a child process with everything that the services need in it: their schemas, tables and logins, the event log,
 * the key database. Passwords are new at every start and never leave this process.
 */
export async function startEmbeddedDatabases(dataDir: string): Promise<EmbeddedDatabases> {
  const postgres = await embeddedPostgres({ dataDir: join(dataDir, 'postgres') });
  try {
    return await furnish(postgres, dataDir);
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}

async function furnish(postgres: EmbeddedPostgres, dataDir: string): Promise<EmbeddedDatabases> {
  const passwords = SERVICES.map((service) => [service, randomBytes(24).toString('hex')] as const);
  const databases = await provisionDatabases(postgres.adminUrl, new Map(passwords));
  await provisionEventLog(databases.adminUrl);
  await migrateServices(databases.adminUrl, allServices);
  const keyFolder = join(dataDir, 'keys');
  const keys = await developmentKeys(keyFolder, SERVICES);
  const store = new AnchorFolder(join(dataDir, 'anchors'));
  return {
    postgres,
    connectionsOf: async (service) => {
      const urls = databases.urlsOf(service);
      return {
        databaseUrl: urls.database,
        keysDatabaseUrl: urls.keys,
        keys: await keys.keysOf(service),
        anchoring: { key: await readAnchorKey(await makeAnchorKey(keyFolder, service)), store },
      };
    },
  };
}
