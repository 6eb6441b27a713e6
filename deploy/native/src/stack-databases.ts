import type { ServiceName } from '@app/contracts';
import { provision } from '@app/persistence';
import { KEY_DATABASE, provisionKeyDatabase } from '@app/privacy';

export interface ServiceUrls {
  readonly database: string;
  readonly keys: string;
}

/** The database and the key database with a login for each service; may be repeated on the same server. */
export async function provisionDatabases(
  adminUrl: string,
  services: readonly ServiceName[],
  passwords: ReadonlyMap<string, string>,
): Promise<(service: ServiceName) => ServiceUrls> {
  const logins = services.map((service) => ({ service, password: passwordOf(passwords, service) }));
  const provisioned = await provision(adminUrl, logins);
  const urlOf = (service: ServiceName): string => provisioned.urlOf(service);
  await provisionKeyDatabase(
    adminUrl,
    logins.map(({ service, password }) => ({
      name: service,
      login: loginIn(urlOf(service)),
      password,
    })),
  );
  return (service) => ({ database: urlOf(service), keys: inKeyDatabase(urlOf(service)) });
}

function passwordOf(passwords: ReadonlyMap<string, string>, service: ServiceName): string {
  const password = passwords.get(service);
  if (!password) throw new Error(`There is no password for ${service}.`);
  return password;
}

const loginIn = (url: string): string => decodeURIComponent(new URL(url).username);

/** The same login at the same server. */
function inKeyDatabase(url: string): string {
  const keys = new URL(url);
  keys.pathname = `/${KEY_DATABASE}`;
  return keys.href;
}
