import { generateKeyPairSync, randomBytes } from 'node:crypto';
import pg from 'pg';
import { SERVICES } from '@app/contracts';
import type { ServiceName } from '@app/contracts';
import { HeldAgreement } from '../agreement/held-agreement.js';
import { PostgresKeyStore } from '../postgres-key-store.js';
import type { PostgresKeyStoreOptions } from '../postgres-key-store.js';
import { provisionKeyDatabase } from '../provision-key-database.js';
import type { ServiceKeys, StaticKeys } from '../service-keys.js';

export type TestKeyStoresOptions = Pick<
  PostgresKeyStoreOptions,
  'now' | 'cacheMs' | 'cacheEntries'
>;

export interface TestKeyStores {
  readonly adminUrl: string;
  readonly databaseName: string;
  /** The service's store, always the same one. */
  of(service: ServiceName): PostgresKeyStore;
  /** Another store of the service, as a second process would have it; closed by `drop`, too. */
  another(service: ServiceName, options?: TestKeyStoresOptions): PostgresKeyStore;
  urlOf(service: ServiceName): string;
  keysOf(service: ServiceName): ServiceKeys;
  /** What lies behind them, for a process that reads files; may be changed, which counts at the next reload. */
  readonly staticKeys: Map<ServiceName, StaticKeys>;
  /** Closes every store and removes the database and its logins. */
  drop(): Promise<void>;
}

/**
 * A key database of this test's own on the run's embedded PostgreSQL (MADOGUCHI_TEST_PG_URL), with a login, a key pair
 * and a store for each service.
 */
export async function testKeyStores(
  services: readonly ServiceName[] = SERVICES,
  options: TestKeyStoresOptions = {},
): Promise<TestKeyStores> {
  const adminUrl = process.env['MADOGUCHI_TEST_PG_URL'];
  if (!adminUrl)
    throw new Error('MADOGUCHI_TEST_PG_URL is not set: run this spec as an .int.spec.');
  const databaseName = `keys_${randomBytes(6).toString('hex')}`;
  const loginOf = (service: ServiceName): string => `${databaseName}_${service}`;
  await provisionKeyDatabase(
    adminUrl,
    services.map((name) => ({ name, login: loginOf(name), password: 'only-for-tests' })),
    { databaseName },
  );
  const urlOf = (service: ServiceName): string =>
    loginUrl(adminUrl, databaseName, loginOf(service));
  const staticKeys = generatedKeys(services);
  const keysOf = await agreements(staticKeys);
  const opened: PostgresKeyStore[] = [];
  const another = (service: ServiceName, own: TestKeyStoresOptions = options): PostgresKeyStore => {
    const store = new PostgresKeyStore({
      ...own,
      service,
      url: urlOf(service),
      keys: keysOf(service),
      poolSize: 2,
    });
    opened.push(store);
    return store;
  };
  const stores = new Map(services.map((service) => [service, another(service)]));
  return {
    adminUrl,
    databaseName,
    another,
    urlOf,
    keysOf,
    staticKeys,
    of: (service) => stores.get(service) ?? another(service),
    drop: async () => {
      await Promise.all(opened.map((store) => store.close()));
      await remove(adminUrl, databaseName, services.map(loginOf));
    },
  };
}

function generatedKeys(services: readonly ServiceName[]): Map<ServiceName, StaticKeys> {
  const pairs = new Map(services.map((service) => [service, generateKeyPairSync('x25519')]));
  const publicKeys = new Map(
    [...pairs].map(([name, { publicKey }]) => [
      name,
      { current: 1, keys: new Map([[1, publicKey]]) },
    ]),
  );
  return new Map(
    [...pairs].map(([service, { privateKey }]) => [
      service,
      { privateKeys: new Map([[1, privateKey]]), publicKeys },
    ]),
  );
}

async function agreements(
  staticKeys: ReadonlyMap<ServiceName, StaticKeys>,
): Promise<(service: ServiceName) => ServiceKeys> {
  const personIndexKey = randomBytes(32);
  const keys = new Map<ServiceName, ServiceKeys>();
  for (const service of staticKeys.keys()) {
    const source = (): Promise<StaticKeys> => Promise.resolve(staticKeys.get(service)!);
    const agreement = await HeldAgreement.load(service, source);
    keys.set(service, { agreement, personIndexKey });
  }
  return (service) => {
    const found = keys.get(service);
    if (!found) throw new Error(`testKeyStores was not asked for ${service}.`);
    return found;
  };
}

function loginUrl(adminUrl: string, database: string, login: string): string {
  const url = new URL(adminUrl);
  url.username = login;
  url.password = 'only-for-tests';
  url.pathname = `/${database}`;
  return url.href;
}

async function remove(adminUrl: string, database: string, logins: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  await client.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(database)} WITH (FORCE)`);
  for (const role of [...logins, `${database}_owner`]) {
    await client.query(`DROP ROLE IF EXISTS ${pg.escapeIdentifier(role)}`);
  }
  await client.end();
}
