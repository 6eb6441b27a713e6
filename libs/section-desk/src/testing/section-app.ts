import { startTestIssuer, type TestIssuer } from '@app/auth/testing';
import { LocalEventLog } from '@app/messaging';
import type { KeyStore } from '@app/privacy';
import { createHttpApp, createProcessParts, createRuntime } from '@app/service-host';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import supertest from 'supertest';
import type { TaskPageDto } from '../features/list-tasks/list-tasks.dto.js';
import type { TaskDetailDto } from '../features/read-task/task-detail.dto.js';
import type { TaskStateDto } from '../features/task-answer.dto.js';
import { SectionDeskModule } from '../section-desk.module.js';
import { WARD } from './orders.js';
import { createTestSection, type TestSection } from './test-section.js';

/** What came back: the body as the route promises it, or as a problem. */
export interface DeskAnswer<Body> {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Body & Refusal;
}

interface Refusal {
  readonly code: string;
  readonly detail: string;
  readonly errors: readonly { readonly field: string }[];
}

/** The section over HTTP as one caller. */
export interface DeskCaller {
  list(query?: Record<string, string>): Promise<DeskAnswer<TaskPageDto>>;
  read(taskId: string): Promise<DeskAnswer<TaskDetailDto>>;
  /** `version` = what If-Match says; none is sent without it. */
  act(
    taskId: string,
    verb: string,
    version?: number,
    body?: object,
  ): Promise<DeskAnswer<TaskStateDto>>;
}

export interface CallerOptions {
  readonly sub?: string;
  readonly role?: 'officer' | 'supervisor' | 'citizen';
  readonly wards?: readonly string[];
  readonly section?: 'resident' | 'insurance' | 'childcare';
}

export interface SectionApp extends TestSection {
  readonly app: NestFastifyApplication;
  as(options?: CallerOptions): Promise<DeskCaller>;
  /** How often the key store was asked to open keys since the last call of this. */
  keyRoundTrips(): number;
}

/** Counts how often keys are opened; everything else is the store's own. */
function counting(store: KeyStore, count: () => void): KeyStore {
  return new Proxy(store, {
    get: (target, name) => {
      if (name === 'open') count();
      const value = Reflect.get(target, name) as unknown;
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

/** A section's HTTP side on real PostgreSQL, keys and tokens; orders are applied without the way over the event log. */
export async function startSectionApp(name: TestSection['section']): Promise<SectionApp> {
  const section = await createTestSection(name);
  const issuer = await startTestIssuer();
  const { database, keyStores, clock, outbox } = section;
  const parts = createProcessParts({
    ...{ name, clock, eventLog: new LocalEventLog(), stopping: new AbortController().signal },
  });
  const runtime = createRuntime(name, parts, {
    databaseUrl: database.urlOf(name),
    keysDatabaseUrl: keyStores.urlOf(name),
    keys: keyStores.keysOf(name),
  });
  let opened = 0;
  const keys = counting(runtime.keys, () => (opened += 1));
  // The unit of work of the test database fails when something is written before the locks are held.
  const module = SectionDeskModule.forSection(name, {
    ...runtime,
    keys,
    outbox,
    uow: database.uow,
  });
  const app = await createHttpApp([module], {
    ...parts,
    title: name,
    description: name,
    auth: issuer,
  });
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return {
    ...section,
    app,
    as: (options) => caller(app, issuer, name, options),
    keyRoundTrips: () => {
      const count = opened;
      opened = 0;
      return count;
    },
    drop: async () => {
      await app.close();
      await runtime.close();
      await issuer.stop();
      await section.drop();
    },
  };
}

async function caller(
  app: NestFastifyApplication,
  issuer: TestIssuer,
  name: TestSection['section'],
  { sub = 'officer-1', role = 'officer', wards = [WARD], section = name }: CallerOptions = {},
): Promise<DeskCaller> {
  const own = role === 'citizen' ? {} : { section, wards };
  const token = await issuer.token({ sub, roles: [role], ...own });
  const http = supertest(app.getHttpServer());
  const path = `/v1/${name}/tasks`;
  const send = async <Body>(test: supertest.Test): Promise<DeskAnswer<Body>> => {
    const answer = await test.set('authorization', `Bearer ${token}`);
    const headers = answer.headers as Record<string, string>;
    return { status: answer.status, headers, body: answer.body as Body & Refusal };
  };
  return {
    list: (query = {}) => send(http.get(path).query(query)),
    read: (taskId) => send(http.get(`${path}/${taskId}`)),
    act: (taskId, verb, version, body) => {
      const test = http.post(`${path}/${taskId}/${verb}`);
      if (version !== undefined) test.set('if-match', `"${version}"`);
      return send(body === undefined ? test : test.send(body));
    },
  };
}
