import { startTestIssuer } from '@app/auth/testing';
import { SECTIONS, SECTION_CONTRACTS, type EventContract, type SectionName } from '@app/contracts';
import {
  Consumes,
  LocalEventLog,
  Outbox,
  ServiceMessaging,
  messagingMigrations,
  provisionEventLog,
  type ChunkHandler,
  type Delivery,
  type EventLog,
} from '@app/messaging';
import { createLogger, systemClock } from '@app/observability';
import { ServiceDatabase, UnitOfWork, runMigrations, type Tx } from '@app/persistence';
import { createTestDatabase, type TestDatabase } from '@app/persistence/testing';
import { testKeyStores } from '@app/privacy/testing';
import {
  createProcessParts,
  createRuntime,
  createServiceHost,
  migrateServices,
  type ServiceDefinition,
  type ServiceHost,
} from '@app/service-host';
import { Module, type DynamicModule } from '@nestjs/common';
import { SectionDeskModule } from '../section-desk.module.js';
import { sectionDefinition } from '../section-definition.js';
import { deskCaller, type CallerOptions, type DeskCaller } from './desk-caller.js';
import { OrdersOfCase } from './orders.js';

const FACTS = SECTIONS.flatMap((section): EventContract[] => [
  SECTION_CONTRACTS[section].tasksReceived as EventContract,
  SECTION_CONTRACTS[section].taskChanged as EventContract,
  SECTION_CONTRACTS[section].withdrawalRefused as EventContract,
  SECTION_CONTRACTS[section].caseErasable as EventContract,
]);

/** A life-events that only listens. */
@Consumes(...FACTS)
class Listener implements ChunkHandler {
  readonly heard: Delivery[] = [];

  apply(_tx: Tx, deliveries: readonly Delivery[]): Promise<void> {
    this.heard.push(...deliveries);
    return Promise.resolve();
  }
}

export interface ParkedOrder {
  readonly key: string;
  readonly sequence: string;
  readonly reason: string;
}

/** The three sections in one process, as all-in-one hosts them, and a life-events that speaks only when told to. */
export interface SectionsOnTheLog {
  readonly database: TestDatabase;
  readonly host: ServiceHost;
  readonly heard: readonly Delivery[];
  newCase(section: SectionName): OrdersOfCase;
  /** Orders of one case, in one transaction and over the log. */
  say(...orders: readonly Delivery[]): Promise<void>;
  /** What the section could not apply and keeps for later, in the order of each case. */
  parked(section: SectionName): Promise<ParkedOrder[]>;
  as(section: SectionName, options?: CallerOptions): Promise<DeskCaller>;
  stop(): Promise<void>;
}

function definitionOf(section: SectionName): ServiceDefinition {
  @Module({})
  class OwnModule {}
  return sectionDefinition(section, {
    title: section,
    description: section,
    module: (runtime): DynamicModule => ({
      ...SectionDeskModule.forSection(section, runtime),
      module: OwnModule,
    }),
  });
}

async function listeningLifeEvents(database: TestDatabase, eventLog: EventLog) {
  const service = 'life-events';
  const db = new ServiceDatabase({ service, url: database.urlOf(service) });
  await runMigrations({ service, adminUrl: database.adminUrl }, messagingMigrations(service));
  const outbox = new Outbox({ service: 'life-events', clock: systemClock });
  const listener = new Listener();
  const log = createLogger('life-events');
  const options = {
    service: 'life-events',
    db,
    outbox,
    eventLog,
    log,
    clock: systemClock,
  } as const;
  const messaging = new ServiceMessaging(options, [listener]);
  await messaging.start();
  const uow = new UnitOfWork(db);
  const say = (...orders: readonly Delivery[]): Promise<void> =>
    uow.run({ role: 'worker', keys: [...new Set(orders.map(({ key }) => key))] }, (tx) => {
      for (const { contract, key, data, sealed } of orders)
        outbox.add(tx, contract, { key, data, ...(sealed && { sealed: { seal: () => sealed } }) });
      return Promise.resolve();
    });
  const stop = async (): Promise<void> => {
    await messaging.stop();
    await db.close();
  };
  return { heard: listener.heard, say, stop };
}

export async function startSectionsOnTheLog(): Promise<SectionsOnTheLog> {
  const definitions = SECTIONS.map(definitionOf);
  const [first, ...others] = SECTIONS;
  const database = await createTestDatabase({
    service: first,
    alsoFor: [...others, 'life-events'],
  });
  await provisionEventLog(database.adminUrl);
  const keyStores = await testKeyStores();
  const issuer = await startTestIssuer();
  const eventLog = new LocalEventLog();
  const stopping = new AbortController();
  const parts = createProcessParts({ name: 'sections', eventLog, stopping: stopping.signal });
  const services = definitions.map((definition) => {
    const { service } = definition;
    const runtime = createRuntime(service, parts, {
      databaseUrl: database.urlOf(service),
      keysDatabaseUrl: keyStores.urlOf(service),
      keys: keyStores.keysOf(service),
    });
    return { definition, runtime };
  });
  await migrateServices(database.adminUrl, definitions);
  const texts = { title: 'sections', description: 'under test' };
  const host = await createServiceHost({ ...texts, auth: issuer, parts, services });
  await host.listen(0);
  const lifeEvents = await listeningLifeEvents(database, eventLog);
  return {
    ...{ database, host, heard: lifeEvents.heard, say: lifeEvents.say },
    newCase: (section) => new OrdersOfCase(section, keyStores.of('life-events')),
    parked: async (section) => {
      const { runtime } = services.find(({ definition }) => definition.service === section)!;
      return runtime.db.query('SELECT key, sequence, reason FROM parked ORDER BY sequence');
    },
    as: (section, options) => deskCaller(host.app.getHttpServer(), issuer, section, options),
    stop: async () => {
      await lifeEvents.stop();
      stopping.abort();
      await host.stop();
      await issuer.stop();
      await keyStores.drop();
      await database.drop();
    },
  };
}
