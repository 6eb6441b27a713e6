import { DESK_OFFICER, startTestIssuer, type TestClaims, type TestIssuer } from '@app/auth/testing';
import { SECTIONS, type ServiceName } from '@app/contracts';
import { LocalEventLog, provisionEventLog } from '@app/messaging';
import { settle } from '@app/messaging/testing';
import { createLogger, fixedClock, type FixedClock } from '@app/observability';
import { ServiceDatabase } from '@app/persistence';
import { createTestDatabase, type TestDatabase } from '@app/persistence/testing';
import { testKeyStores, type TestKeyStores } from '@app/privacy/testing';
import {
  createProcessParts,
  createRuntime,
  createServiceHost,
  migrateServices,
  type ServiceHost,
} from '@app/service-host';
import { allServices } from '../../apps/all-in-one/src/all-services.js';
import type { System } from './system.js';

/** All five services in this process over the local log, with a clock that the test sets. */
export interface CityInOneProcess extends System {
  readonly host: ServiceHost;
  readonly clock: FixedClock;
  readonly keyStores: TestKeyStores;
  readonly adminUrl: string;
  /** Every line that any of them logged. */
  readonly logged: readonly string[];
  db(service: ServiceName): ServiceDatabase;
  /** Refusals are written down now and then; resolves when all of them are. */
  flushRefusals(): Promise<void>;
  /** Resolves when nothing is on its way any more. */
  settle(): Promise<void>;
  /** Stops everything, has something done to the databases, and starts it again with nothing in memory. */
  restartAfter(work: () => Promise<void>): Promise<void>;
}

const WARDS = ['14133', '14134'];

export async function startCityInOneProcess(at: string): Promise<CityInOneProcess> {
  const [first, ...others] = allServices.map(({ service }) => service);
  const database = await createTestDatabase({ service: first!, alsoFor: others });
  await provisionEventLog(database.adminUrl);
  const keyStores = await testKeyStores();
  const issuer = await startTestIssuer();
  const clock = fixedClock(at);
  const logged: string[] = [];
  await migrateServices(database.adminUrl, allServices);
  const start = () => startProcess({ database, keyStores, issuer, clock, logged });
  let running = await start();
  return {
    ...{ clock, keyStores, logged, adminUrl: database.adminUrl },
    get host() {
      return running.host;
    },
    urlOf: () => running.url,
    tokenOf: (account) => issuer.token(typeof account === 'string' ? claimsOf(account) : account),
    db: (service) => running.dbs.get(service)!,
    flushRefusals: () => running.flushRefusals(),
    settle: () => settle(...allServices.map(({ service }) => running.host.messaging(service))),
    restartAfter: async (work) => {
      await running.stop();
      await work();
      running = await start();
    },
    stop: async () => {
      await running.stop();
      await issuer.stop();
      await keyStores.drop();
      await database.drop();
    },
  };
}

interface Surroundings {
  readonly database: TestDatabase;
  readonly keyStores: TestKeyStores;
  readonly issuer: TestIssuer;
  readonly clock: FixedClock;
  readonly logged: string[];
}

async function startProcess({ database, keyStores, issuer, clock, logged }: Surroundings) {
  const logger = createLogger('city', 'trace', { write: (line) => void logged.push(line) });
  const stopping = new AbortController();
  const eventLog = new LocalEventLog();
  const parts = createProcessParts({
    ...{ name: 'city', eventLog, clock, logger, stopping: stopping.signal },
  });
  const services = allServices.map((definition) => ({
    definition,
    runtime: createRuntime(definition.service, parts, {
      databaseUrl: database.urlOf(definition.service),
      keysDatabaseUrl: keyStores.urlOf(definition.service),
      keys: keyStores.keysOf(definition.service),
    }),
  }));
  const texts = { title: 'city', description: 'under test' };
  const host = await createServiceHost({ ...texts, auth: issuer, parts, services });
  const url = await host.listen(0);
  const dbs = new Map(services.map(({ runtime }) => [runtime.service, runtime.db]));
  const stop = async (): Promise<void> => {
    stopping.abort();
    await host.stop();
  };
  const flushRefusals = async (): Promise<void> => {
    for (const { runtime } of services) await runtime.audit.refusals.flush();
  };
  return { host, url, dbs, flushRefusals, stop };
}

/** `citizen-1`, `<section>-officer`, `<section>-supervisor-2` and so on, as the development accounts are called. */
function claimsOf(account: string): TestClaims {
  const section = SECTIONS.find((name) => account.startsWith(`${name}-`));
  if (section === undefined) return { sub: account, roles: ['citizen'] };
  const roles = account.includes('supervisor') ? (['supervisor'] as const) : DESK_OFFICER;
  return { sub: account, roles, section, wards: WARDS };
}
