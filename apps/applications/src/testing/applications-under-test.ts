import { startTestIssuer, type TestClaims } from '@app/auth/testing';
import { CaseChangedV1, type CaseSnapshotData, type CaseSnapshotSealed } from '@app/contracts';
import { LocalEventLog, Outbox, ServiceMessaging, provisionEventLog } from '@app/messaging';
import { createLogger, fixedClock, type FixedClock } from '@app/observability';
import { ServiceDatabase, UnitOfWork, runMigrations } from '@app/persistence';
import { createTestDatabase } from '@app/persistence/testing';
import { testKeyStores } from '@app/privacy/testing';
import { sealable } from '@app/privacy';
import {
  createProcessParts,
  createRuntime,
  createServiceHost,
  migrationsOf,
} from '@app/service-host';
import { messagingMigrations } from '@app/messaging';
import { applicationsService } from '../applications.module.js';

export interface ApplicationsUnderTest {
  readonly url: string;
  readonly clock: FixedClock;
  readonly db: ServiceDatabase;
  tokenOf(citizen: string): Promise<string>;
  token(claims: TestClaims): Promise<string>;
  /** What life-events would say about a case, through a real outbox, relay and event log. */
  publish(snapshot: CaseSnapshotData, notes?: CaseSnapshotSealed): Promise<void>;
  stop(): Promise<void>;
}

export interface UnderTestOptions {
  /** Between the service and its database; the URL as it is when absent. */
  readonly databaseUrl?: (url: string) => string | Promise<string>;
  readonly keysDatabaseUrl?: (url: string) => string | Promise<string>;
}

const asItIs = (url: string): string => url;

/** The real service over HTTP on a database of its own, with a life-events that only speaks when told to. */
export async function applicationsUnderTest({
  databaseUrl = asItIs,
  keysDatabaseUrl = asItIs,
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
  });
  const host = await createServiceHost({
    title: 'applications',
    description: 'under test',
    auth: { issuer: issuer.issuer, audience: issuer.audience },
    parts,
    services: [{ definition: applicationsService, runtime }],
  });
  const url = await host.listen(0);

  const db = new ServiceDatabase({ service: 'life-events', url: database.urlOf('life-events') });
  await runMigrations(db, messagingMigrations('life-events'));
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

  return {
    url,
    clock,
    db: database.db,
    tokenOf: (citizen) => issuer.token({ sub: citizen, roles: ['citizen'] }),
    token: (claims) => issuer.token(claims),
    publish: async (snapshot, notes) => {
      const keys = await keyStores
        .of('life-events')
        .issue([{ caseId: snapshot.caseId, reader: 'applications' }]);
      await new UnitOfWork(db).run({ role: 'worker', keys: [snapshot.caseId] }, (tx) => {
        outbox.add(tx, CaseChangedV1, {
          key: snapshot.caseId,
          data: snapshot,
          ...(notes && { sealed: sealable(keys, notes) }),
        });
        return Promise.resolve();
      });
    },
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
