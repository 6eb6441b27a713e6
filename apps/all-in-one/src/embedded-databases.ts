import { SERVICES, type ServiceName } from '@app/contracts';
import { provisionEventLog } from '@app/messaging';
import { embeddedPostgres, type EmbeddedPostgres } from '@app/persistence';
import { developmentKeys, type ServiceKeys } from '@app/privacy';
import { provisionDatabases } from '@app/provisioning';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';

export interface ServiceConnections {
  readonly databaseUrl: string;
  readonly keysDatabaseUrl: string;
  readonly keys: ServiceKeys;
}

export interface EmbeddedDatabases {
  readonly postgres: EmbeddedPostgres;
  connectionsOf(service: ServiceName): ServiceConnections;
}

/**
 * PostgreSQL in a child process with everything that the services need in it: their schemas and logins, the event log,
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
  const keys = await developmentKeys(join(dataDir, 'keys'), SERVICES);
  return {
    postgres,
    connectionsOf: (service) => {
      const urls = databases.urlsOf(service);
      return { databaseUrl: urls.database, keysDatabaseUrl: urls.keys, keys: keys.keysOf(service) };
    },
  };
}
