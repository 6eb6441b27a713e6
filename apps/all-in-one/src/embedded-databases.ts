import { SERVICES, type ServiceName } from '@app/contracts';
import { provisionEventLog } from '@app/messaging';
import { embeddedPostgres, provision, type EmbeddedPostgres } from '@app/persistence';
import {
  KEY_DATABASE,
  developmentKeys,
  provisionKeyDatabase,
  type ServiceKeys,
} from '@app/privacy';
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
  const logins = SERVICES.map((service) => ({
    service,
    password: randomBytes(24).toString('hex'),
  }));
  const data = await provision(postgres.adminUrl, logins);
  await provisionEventLog(data.adminUrl);
  const keyLogins = logins.map(({ service, password }) => ({
    name: service,
    login: loginOf(data.urlOf(service)),
    password,
  }));
  await provisionKeyDatabase(postgres.adminUrl, keyLogins);
  const keys = await developmentKeys(join(dataDir, 'keys'), SERVICES);
  return {
    postgres,
    connectionsOf: (service) => ({
      databaseUrl: data.urlOf(service),
      keysDatabaseUrl: sameLoginAt(data.urlOf(service), KEY_DATABASE),
      keys: keys.keysOf(service),
    }),
  };
}

const loginOf = (url: string): string => decodeURIComponent(new URL(url).username);

function sameLoginAt(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}
