import { DESK_OFFICER, startTestIssuer, type TestIssuer } from '@app/auth/testing';
import {
  CaseChangedV1,
  CaseClosedV1,
  CaseErasedV1,
  CaseOpenedV1,
  SECTIONS,
  type CaseSnapshotData,
  type SectionName,
  type SnapshotTask,
} from '@app/contracts';
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
import { settle } from '@app/messaging/testing';
import { createLogger, systemClock } from '@app/observability';
import { ServiceDatabase, UnitOfWork, runMigrations, type Tx } from '@app/persistence';
import { createTestDatabase, type TestDatabase } from '@app/persistence/testing';
import { testKeyStores } from '@app/privacy/testing';
import { SectionDeskModule, sectionDefinition } from '@app/section-desk';
import {
  createProcessParts,
  createRuntime,
  createServiceHost,
  migrateServices,
  type ServiceDefinition,
} from '@app/service-host';
import { Module, type DynamicModule } from '@nestjs/common';
import type { Server } from 'node:http';
import supertest from 'supertest';
import { lifeEventsService } from '../life-events.module.js';
import { Neighbours } from './neighbours.js';

const WARDS = ['14133', '14134'];

/** Applications as far as a case is concerned: it files, and it listens. */
@Consumes(CaseOpenedV1, CaseChangedV1, CaseClosedV1, CaseErasedV1)
class Listener implements ChunkHandler {
  readonly heard: Delivery[] = [];

  apply(_tx: Tx, deliveries: readonly Delivery[]): Promise<void> {
    this.heard.push(...deliveries);
    return Promise.resolve();
  }
}

function sectionService(section: SectionName): ServiceDefinition {
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

async function speakingApplications(database: TestDatabase, eventLog: EventLog) {
  const service = 'applications';
  const db = new ServiceDatabase({ service, url: database.urlOf(service) });
  await runMigrations({ service, adminUrl: database.adminUrl }, messagingMigrations(service));
  const outbox = new Outbox({ service, clock: systemClock });
  const listener = new Listener();
  const log = createLogger('applications');
  const common = { service: 'applications', db, outbox, eventLog, log } as const;
  const messaging = new ServiceMessaging({ ...common, clock: systemClock }, [listener]);
  await messaging.start();
  const uow = new UnitOfWork(db);
  const say = (...deliveries: readonly Delivery[]): Promise<void> =>
    uow.run({ role: 'worker', keys: [...new Set(deliveries.map(({ key }) => key))] }, (tx) => {
      for (const { contract, key, data, sealed } of deliveries)
        outbox.add(tx, contract, { key, data, ...(sealed && { sealed: { seal: () => sealed } }) });
      return Promise.resolve();
    });
  return { db, messaging, say, heard: listener.heard };
}

/** Life-events and the three real sections in one process over the local log, and applications that files on demand. */
export async function startCityOnTheLog() {
  const services = [lifeEventsService, ...SECTIONS.map(sectionService)];
  const names = services.map(({ service }) => service);
  const database = await createTestDatabase({
    service: 'life-events',
    alsoFor: [...names.slice(1), 'applications'],
  });
  await provisionEventLog(database.adminUrl);
  const keyStores = await testKeyStores();
  const issuer = await startTestIssuer();
  const eventLog = new LocalEventLog();
  const stopping = new AbortController();
  const parts = createProcessParts({ name: 'city', eventLog, stopping: stopping.signal });
  const hosted = services.map((definition) => {
    const { service } = definition;
    const databaseUrl = database.urlOf(service);
    const keysDatabaseUrl = keyStores.urlOf(service);
    const keys = keyStores.keysOf(service);
    return {
      definition,
      runtime: createRuntime(service, parts, { databaseUrl, keysDatabaseUrl, keys }),
    };
  });
  await migrateServices(database.adminUrl, services);
  const texts = { title: 'city', description: 'under test' };
  const host = await createServiceHost({ ...texts, auth: issuer, parts, services: hosted });
  await host.listen(0);
  const applications = await speakingApplications(database, eventLog);
  const everybody = [applications.messaging, ...names.map((name) => host.messaging(name))];
  const city = new City(host.app.getHttpServer(), issuer, () => settle(...everybody), applications);
  return {
    city,
    newCase: () => new Neighbours(keyStores),
    parked: (): Promise<{ key: string; reason: string; state: string }[]> =>
      hosted[0]!.runtime.db.query('SELECT key, reason, state FROM parked ORDER BY sequence'),
    stop: async (): Promise<void> => {
      await applications.messaging.stop();
      stopping.abort();
      await host.stop();
      await applications.db.close();
      await issuer.stop();
      await keyStores.drop();
      await database.drop();
    },
  };
}

type Decide = (task: SnapshotTask) => 'accepted' | 'rejected';

/** What people do: applications speak, officers work off what is open, a supervisor looks. */
export class City {
  constructor(
    private readonly server: Server,
    private readonly issuer: TestIssuer,
    readonly settle: () => Promise<void>,
    private readonly applications: Awaited<ReturnType<typeof speakingApplications>>,
  ) {}

  async file(...deliveries: readonly Delivery[]): Promise<void> {
    await this.applications.say(...deliveries);
    await this.settle();
  }

  /** The snapshots of a case as applications heard them. */
  heard(caseId: string): CaseSnapshotData[] {
    const own = this.applications.heard.filter(({ key }) => key === caseId);
    return own.map(({ data }) => data as CaseSnapshotData);
  }

  async view(caseId: string): Promise<CaseSnapshotData> {
    return (await this.send('supervisor', 'get', `/v1/cases/${caseId}`)).body as CaseSnapshotData;
  }

  /** One round of every desk: claims and decides what is open, delivers what is decided. */
  async work(caseId: string, decide: Decide = () => 'accepted'): Promise<CaseSnapshotData> {
    for (const task of (await this.view(caseId)).tasks) {
      const { section, taskId, status, version, delivers } = task;
      const act = (verb: string, at: number, body: object = {}) =>
        this.act(section, `${taskId}/${verb}`, at, body);
      if (status === 'RECEIVED' && task.held === null) {
        await act('claim', version);
        await act('decision', version + 1, { outcome: decide(task), reason: '書類による確認' });
      }
      if (status === 'DECIDED' && delivers) await act('delivery', version);
    }
    await this.settle();
    return this.view(caseId);
  }

  /** One task as an officer of its section sees it. */
  async desk({ section, taskId }: Pick<SnapshotTask, 'section' | 'taskId'>): Promise<SnapshotTask> {
    const path = `/v1/${section}/tasks/${taskId}`;
    const answer = await this.send('officer', 'get', path, undefined, undefined, section);
    return answer.body as SnapshotTask;
  }

  async resolve(caseId: string, taskId: string, decision: 'release' | 'cancel'): Promise<void> {
    const { version } = await this.view(caseId);
    const path = `/v1/cases/${caseId}/resolutions`;
    const body = { taskId, decision, reason: '別の届出による' };
    await this.send('supervisor', 'post', path, version, body);
    await this.settle();
  }

  private act(section: SectionName, path: string, version: number, body: object) {
    return this.send('officer', 'post', `/v1/${section}/tasks/${path}`, version, body, section);
  }

  private async send(
    role: 'officer' | 'supervisor',
    method: 'get' | 'post',
    path: string,
    version?: number,
    body?: object,
    section: SectionName = 'resident',
  ): Promise<supertest.Response> {
    const roles = role === 'officer' ? DESK_OFFICER : ([role] as const);
    const own = { roles, section, wards: WARDS };
    const token = await this.issuer.token({ sub: `${role}-1`, ...own });
    const test = supertest(this.server)[method](path).set('authorization', `Bearer ${token}`);
    if (version !== undefined) test.set('if-match', `"${version}"`);
    const answer = await test.send(body);
    if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${answer.text}`);
    return answer;
  }
}
