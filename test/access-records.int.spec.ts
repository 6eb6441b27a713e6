import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { POLICY, ROLES, routeDeclarations, type Action, type RouteDeclaration } from '@app/auth';
import { startTestIssuer, type TestClaims, type TestIssuer } from '@app/auth/testing';
import { SECTIONS, SERVICES } from '@app/contracts';
import { LocalEventLog, provisionEventLog } from '@app/messaging';
import { settle } from '@app/messaging/testing';
import { createTestDatabase, type TestDatabase } from '@app/persistence/testing';
import { testKeyStores, type TestKeyStores } from '@app/privacy/testing';
import {
  createProcessParts,
  createRuntime,
  createServiceHost,
  migrateServices,
  type ServiceHost,
  type ServiceRuntime,
} from '@app/service-host';
import { randomUUID } from 'node:crypto';
import supertest from 'supertest';
import { allServices } from '../apps/all-in-one/src/all-services.js';

const FILING = readFileSync(join(import.meta.dirname, 'examples/filings/birth.json'), 'utf8');
const WARD = (JSON.parse(FILING) as { ward: { code5: string } }).ward.code5;

interface Row {
  readonly service: string;
  readonly actor: string;
  readonly action: string;
  readonly outcome: string;
  readonly reason: string | null;
  readonly case_id: string | null;
  readonly data_kinds: string[];
  readonly purpose: string;
  readonly number_touched: boolean;
}

describe('Every request', () => {
  let database: TestDatabase;
  let keyStores: TestKeyStores;
  let issuer: TestIssuer;
  let host: ServiceHost;
  let runtimes: ServiceRuntime[];
  const stopping = new AbortController();

  beforeAll(async () => {
    const [first, ...others] = SERVICES;
    database = await createTestDatabase({ service: first, alsoFor: others });
    await provisionEventLog(database.adminUrl);
    keyStores = await testKeyStores();
    issuer = await startTestIssuer();
    const eventLog = new LocalEventLog();
    const parts = createProcessParts({ name: 'city', eventLog, stopping: stopping.signal });
    const services = allServices.map((definition) => {
      const { service } = definition;
      const databaseUrl = database.urlOf(service);
      const keysDatabaseUrl = keyStores.urlOf(service);
      const keys = keyStores.keysOf(service);
      return {
        definition,
        runtime: createRuntime(service, parts, { databaseUrl, keysDatabaseUrl, keys }),
      };
    });
    await migrateServices(database.adminUrl, allServices);
    runtimes = services.map(({ runtime }) => runtime);
    host = await createServiceHost({
      ...{ title: 'city', description: 'under test', auth: issuer, parts, services },
    });
    await host.listen(0);
  });

  afterAll(async () => {
    stopping.abort();
    await host.stop();
    await issuer.stop();
    await keyStores.drop();
    await database.drop();
  });

  const routes = (): RouteDeclaration[] =>
    routeDeclarations(host.app).filter(({ allowed }) => allowed !== 'anonymous');

  interface Answer {
    readonly status: number;
    readonly body: Record<string, never> & { items?: { caseId: string }[]; version?: number };
    readonly rows: readonly Row[];
  }

  /** The answer, and all that the services wrote down about the request. */
  async function ask(
    method: string,
    path: string,
    claims: TestClaims | undefined,
    { body, headers = {} }: { body?: object; headers?: Record<string, string> } = {},
  ): Promise<Answer> {
    const http = supertest(host.app.getHttpServer());
    const test = http[method.toLowerCase() as 'get' | 'post'](path).set(headers);
    if (claims) test.set('authorization', `Bearer ${await issuer.token(claims)}`);
    const answer = await (body === undefined ? test : test.send(body));
    const requestId = answer.headers['x-request-id'];
    const found = runtimes.map(async ({ audit, db, service }) => {
      await audit.refusals.flush();
      return db.query<Row>(
        'SELECT $2::text AS service, * FROM access_record WHERE request_id = $1',
        [requestId, service],
      );
    });
    const rows = (await Promise.all(found)).flat();
    return { status: answer.status, body: answer.body as Answer['body'], rows };
  }

  const serviceOf = ({ path }: RouteDeclaration): string =>
    SECTIONS.find((section) => path.startsWith(`/v1/${section}/`)) ??
    (path.startsWith('/v1/applications') ? 'applications' : 'life-events');
  const pathOf = ({ path }: RouteDeclaration): string => path.replaceAll(/:\w+/g, randomUUID());

  it('that nobody proved leaves exactly one record, on every route', async () => {
    expect(routes().length).toBeGreaterThan(30);
    for (const route of routes()) {
      const { status, rows } = await ask(route.method, pathOf(route), undefined);
      expect({ route: route.path, status, rows }).toMatchObject({
        status: 401,
        rows: [
          {
            ...{ service: serviceOf(route), actor: 'nobody', action: route.allowed },
            ...{ outcome: 'refused', reason: 'unauthenticated' },
          },
        ],
      });
    }
  });

  it('of a role that may not, or for what is not there, leaves exactly one record, on every route', async () => {
    for (const route of routes()) {
      const { grants } = POLICY[route.allowed as Action];
      const stranger = ROLES.find((role) => !(role in grants))!;
      for (const role of [...ROLES.filter((one) => one in grants), stranger]) {
        const claims: TestClaims = {
          ...{ sub: `a-${role}`, roles: [role], wards: [WARD] },
          section: SECTIONS.find((section) => serviceOf(route) === section) ?? 'resident',
        };
        const { status, rows } = await ask(route.method, pathOf(route), claims, { body: {} });
        const told = { route: `${route.method} ${route.path}`, role, status, rows: rows.length };
        expect(told).toEqual({ ...told, rows: 1 });
        expect(rows[0]).toMatchObject({ actor: `a-${role}`, action: route.allowed });
        expect(rows[0]!.outcome).toBe(status < 400 ? 'granted' : 'refused');
        if (role === stranger) expect(rows[0]!.reason).toBe('forbidden');
      }
    }
  });

  it('that is answered leaves one record for each case that it shows, with who, why and which kinds of data', async () => {
    const citizen: TestClaims = { sub: 'citizen-1', roles: ['citizen'] };
    const filed = await ask('POST', '/v1/applications', citizen, {
      body: JSON.parse(FILING) as object,
      headers: { 'idempotency-key': 'one' },
    });
    const { applicationId, caseId } = filed.body as unknown as Record<string, string>;
    expect(filed.rows).toMatchObject([
      { action: 'application.submit', case_id: caseId, outcome: 'granted', actor: 'citizen-1' },
    ]);
    const again = await ask('POST', '/v1/applications', citizen, {
      body: JSON.parse(FILING) as object,
      headers: { 'idempotency-key': 'one' },
    });
    expect(again.rows).toMatchObject([{ action: 'application.submit', outcome: 'granted' }]);
    await settle(...SERVICES.map((service) => host.messaging(service)));

    const status = await ask('GET', `/v1/applications/${applicationId}`, citizen);
    expect(status.rows).toMatchObject([{ action: 'application.read', case_id: caseId }]);
    const stranger = await ask('GET', `/v1/applications/${applicationId}`, {
      ...citizen,
      sub: 'x',
    });
    expect(stranger.rows).toMatchObject([{ outcome: 'refused', reason: 'not-found', actor: 'x' }]);

    const officer: TestClaims = {
      ...{ sub: 'officer-1', roles: ['reviewer'], section: 'childcare', wards: [WARD] },
    };
    const queue = await ask('GET', '/v1/childcare/tasks', officer, {
      headers: { 'madoguchi-purpose': 'enquiry' },
    });
    const shown = queue.body.items ?? [];
    expect(shown.length).toBeGreaterThan(0);
    expect(queue.rows.map(({ case_id: id }) => id)).toEqual(shown.map((task) => task.caseId));
    expect(queue.rows[0]).toMatchObject({
      ...{ action: 'task.list', purpose: 'enquiry', actor: 'officer-1' },
      data_kinds: ['identity', 'progress', 'reference'],
    });
    const [task] = shown as unknown as { taskId: string; version: number; status: string }[];
    const read = await ask('GET', `/v1/childcare/tasks/${task!.taskId}`, officer);
    expect(read.rows).toMatchObject([{ action: 'task.read', case_id: caseId, purpose: 'review' }]);
    const claimed = await ask('POST', `/v1/childcare/tasks/${task!.taskId}/claim`, officer, {
      headers: { 'if-match': `"${task!.version}"` },
    });
    expect(claimed.rows).toHaveLength(1);
    const supervisor: TestClaims = { ...officer, roles: ['supervisor'] };
    const whole = await ask('GET', `/v1/cases/${caseId}`, supervisor);
    expect(whole.rows).toMatchObject([
      { action: 'case.read', case_id: caseId, purpose: 'supervision' },
    ]);

    const lifeEvents = runtimes.find(({ service }) => service === 'life-events')!;
    const byMachine = await lifeEvents.db.query<Row>(
      `SELECT actor, purpose FROM access_record WHERE case_id = $1 AND role = 'service'`,
      [caseId],
    );
    expect(byMachine).toEqual([{ actor: 'service:life-events', purpose: 'own-procedure' }]);
  });
});
