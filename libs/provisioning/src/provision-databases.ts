import type { ServiceName } from '@app/contracts';
import { provision, schemaOf, urlWith } from '@app/persistence';
import { KEY_DATABASE, provisionKeyDatabase } from '@app/privacy';

/** The same login at both databases. */
export interface ServiceUrls {
  readonly database: string;
  readonly keys: string;
}

export interface ProvisionedDatabases {
  /** The administrator's, of the database of the services. */
  readonly adminUrl: string;
  urlsOf(service: ServiceName): ServiceUrls;
}

/**
 * The database and the key database, with a login, a schema and the narrow roles for each service of `passwords`. May be
 * repeated on the same server, also by several at once; passwords are set anew.
 * @param adminUrl a role that may create roles and databases
 */
export async function provisionDatabases(
  adminUrl: string,
  passwords: ReadonlyMap<ServiceName, string>,
): Promise<ProvisionedDatabases> {
  const logins = [...passwords].map(([service, password]) => ({ service, password }));
  const data = await provision(adminUrl, logins);
  await provisionKeyDatabase(
    adminUrl,
    logins.map(({ service, password }) => ({ name: service, login: schemaOf(service), password })),
  );
  return {
    adminUrl: data.adminUrl,
    urlsOf: (service) => {
      const database = data.urlOf(service);
      return { database, keys: urlWith(database, { database: KEY_DATABASE }) };
    },
  };
}
