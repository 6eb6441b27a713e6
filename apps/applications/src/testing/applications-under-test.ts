import { startTestIssuer, type TestClaims } from '@app/auth/testing';
import {
  CaseChangedV1,
  type CaseSnapshotData,
  type CaseSnapshotSealed,
  type EventContract,
} from '@app/contracts';
import { LocalEventLog, Outbox, ServiceMessaging, provisionEventLog } from '@app/messaging';
import { settle } from '@app/messaging/testing';
import { createLogger, fixedClock, type FixedClock } from '@app/observability';
import { ServiceDatabase, UnitOfWork, runMigrations } from '@app/persistence';
import { createTestDatabase, type Administrator } from '@app/persistence/testing';
import { testKeyStores } from '@app/privacy/testing';
import { sealable } from '@app/privacy';
import {
  DEFAULT_FILES,
  createProcessParts,
  createRuntime,
  createServiceHost,
  migrationsOf,
  type FileSettings,
  type ServiceRuntime,
} from '@app/service-host';
import { messagingMigrations } from '@app/messaging';
import type { InjectionToken } from '@nestjs/common';
import { v7 as uuidV7 } from 'uuid';
import { saveProtections } from '../protections/protection.repository.js';
import { Protections } from '../protections/protections.js';
import { applicationsService } from '../applications.module.js';

export interface ApplicationsUnderTest {
  readonly url: string;
  readonly clock: FixedClock;
  readonly administrator: Administrator;
  /** Of the service under test: its parts, and a provider of its module. */
  readonly runtime: ServiceRuntime;
  get<T>(provider: InjectionToken<T>): T;
  tokenOf(citizen: string): Promise<string>;
  token(claims: TestClaims): Promise<string>;
  /** What life-events would say about a case, through a real outbox, relay and event log. */
  publish(snapshot: CaseSnapshotData, notes?: CaseSnapshotSealed): Promise<void>;
  /** What else life-events would say about a case. */
  say<D extends { caseId: string }>(contract: EventContract<D>, data: D): Promise<void>;
  /** Everything that was said is applied. */
  settle(): Promise<void>;
  readonly personIndexKey: Buffer;
  /** Takes a protection of the person with these indexes in, as if the resident section had said it. */
  protect(personIndex: readonly number[]): Promise<void>;
  stop(): Promise<void>;
}

export interface UnderTestOptions {
  /** Between the service and its database; the URL as it is when absent. */
  readonly databaseUrl?: (url: string) => string | Promise<string>;
  readonly keysDatabaseUrl?: (url: string) => string | Promise<string>;
  readonly files?: FileSettings;
}

const asItIs = (url: string): string => url;

/** The real service over HTTP on a database of its own, with a life-events that only speaks when told to. */
export async function applicationsUnderTest({
  databaseUrl = asItIs,
  keysDatabaseUrl = asItIs,
  files = DEFAULT_FILES,
}: UnderTestOptions = {}): Promise<ApplicationsUnderTest> {
  const database = await createTestDatabase({
    service: 'applications',
    migrations: migrationsOf(applicationsService),
    alsoFor: ['life-events'],
  });
  await provisionEventLog(database.adminUrl);
  const keyStores = await testKeyStores();
  const issuer = await startTestIssuer();
  const clock = fixedClock('2026-11-21T10:00:00+09:00');
  const eventLog = new LocalEventLog();
  const stopping = new AbortController();
  const parts = createProcessParts({
    name: 'applications',
    eventLog,
    clock,
    stopping: stopping.signal,
  });
  const runtime = createRuntime('applications', parts, {
    databaseUrl: await databaseUrl(database.urlOf('applications')),
    keysDatabaseUrl: await keysDatabaseUrl(keyStores.urlOf('applications')),
    keys: keyStores.keysOf('applications'),
    files,
  });
  const host = await createServiceHost({
    title: 'applications',
    description: 'under test',
    auth: issuer,
    parts,
    services: [{ definition: applicationsService, runtime }],
  });
  const url = await host.listen(0);

  const db = new ServiceDatabase({ service: 'life-events', url: database.urlOf('life-events') });
  await runMigrations(
    { service: 'life-events', adminUrl: database.adminUrl },
    messagingMigrations('life-events'),
  );
  const outbox = new Outbox({ service: 'life-events', clock });
  const lifeEvents = new ServiceMessaging({
    service: 'life-events',
    db,
    eventLog,
    clock,
    log: createLogger('life-events'),
    outbox,
  });
  await lifeEvents.start();

  const { personIndexKey } = keyStores.keysOf('applications');
  if (personIndexKey === undefined) throw new Error('The test’s keys have none for persons.');
  return {
    personIndexKey,
    settle: () => settle(lifeEvents, host.messaging('applications')),
    protect: async (personIndex) => {
      const period = {
        startsOn: '2026-11-21',
        endsOn: '2027-11-20',
        kinds: ['certificate' as const],
      };
      const protection = {
        protectionId: uuidV7(),
        version: 1,
        effect: 'in-force' as const,
        ...period,
      };
      await runtime.uow.run({ role: 'worker', keys: [protection.protectionId] }, (tx) =>
        saveProtections(tx, [{ ...protection, personIndex: [...personIndex] }]),
      );
      host.app.get(Protections, { strict: false }).forget();
    },
    url,
    clock,
    runtime,
    get: (provider) => host.app.get(provider, { strict: false }),
    administrator: database.administrator,
    tokenOf: (citizen) => issuer.token({ sub: citizen, roles: ['citizen'] }),
    token: (claims) => issuer.token(claims),
    publish: async (snapshot, notes) => {
      const keys = await keyStores
        .of('life-events')
        .issue([{ caseId: snapshot.caseId, reader: 'applications' }], 'filing');
      await new UnitOfWork(db).run({ role: 'worker', keys: [snapshot.caseId] }, (tx) => {
        outbox.add(tx, CaseChangedV1, {
          key: snapshot.caseId,
          data: snapshot,
          ...(notes && { sealed: sealable(keys, notes) }),
        });
        return Promise.resolve();
      });
    },
    say: (contract, data) =>
      new UnitOfWork(db).run({ role: 'worker', keys: [data.caseId] }, (tx) => {
        outbox.add(tx, contract, { key: data.caseId, data });
        return Promise.resolve();
      }),
    stop: async () => {
      await lifeEvents.stop();
      await db.close();
      stopping.abort();
      await host.stop();
      await issuer.stop();
      await keyStores.drop();
      await database.drop();
    },
  };
}
