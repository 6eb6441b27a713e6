import type { Role } from '@app/auth';
import { startTestIssuer } from '@app/auth/testing';
import { LocalEventLog } from '@app/messaging';
import { fixedClock, type FixedClock } from '@app/observability';
import { createTestDatabase, type TestDatabase } from '@app/persistence/testing';
import { PersonIndex } from '@app/privacy';
import { testKeyStores, type TestKeyStores } from '@app/privacy/testing';
import {
  OrphanKeys,
  createHttpApp,
  createProcessParts,
  createRuntime,
  migrationsOf,
} from '@app/service-host';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import request from 'supertest';
import type { ProtectionDto } from '../protections/protection.dto.js';
import { protectionKey } from '../protections/sealed-protection.js';
import { residentService } from '../resident.module.js';

export interface Answer<Body> {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Body & { readonly code?: string };
}

/** The register over HTTP, as one caller. */
export interface RegisterCaller {
  get<Body = ProtectionDto>(path: string): Promise<Answer<Body>>;
  post<Body = ProtectionDto>(
    path: string,
    body: object,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answer<Body>>;
}

export interface RegisterUnderTest {
  readonly database: TestDatabase;
  readonly clock: FixedClock;
  readonly index: PersonIndex;
  as(sub: string, ...roles: Role[]): Promise<RegisterCaller>;
  /** Sweeps keys as if two hours had passed. Answers whether the key of this protection is still there. */
  keptBySweep(id: string): Promise<boolean>;
  /** What was said about a protection, the oldest first. */
  said(id: string): Promise<Record<string, unknown>[]>;
  stop(): Promise<void>;
}

/** The resident service on its own database and keys; what it says stays in its outbox. */
export async function registerUnderTest(): Promise<RegisterUnderTest> {
  const service = residentService.service;
  const database = await createTestDatabase({ service, migrations: migrationsOf(residentService) });
  const keyStores = await testKeyStores([service, 'life-events']);
  const issuer = await startTestIssuer();
  const clock = fixedClock('2026-04-06T10:00:00+09:00');
  const keys = keyStores.keysOf(service);
  const stopping = new AbortController();
  const parts = createProcessParts({
    ...{ name: service, eventLog: new LocalEventLog(), clock, stopping: stopping.signal },
  });
  const runtime = createRuntime(service, parts, {
    databaseUrl: database.urlOf(service),
    keysDatabaseUrl: keyStores.urlOf(service),
    keys,
  });
  const module = residentService.module({ ...runtime, uow: database.uow });
  const app = await createHttpApp([module], {
    ...{ ...parts, title: service, description: service, auth: issuer },
  });
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  return {
    ...{ database, clock, index: new PersonIndex(keys.personIndexKey!) },
    as: async (sub, ...roles) => {
      const token = await issuer.token({ sub, roles, section: 'resident', wards: ['14133'] });
      const answered = async <Body>(test: request.Test): Promise<Answer<Body>> => {
        const answer = await test.set('authorization', `Bearer ${token}`);
        const headers = answer.headers as Record<string, string>;
        return { status: answer.status, headers, body: answer.body as Answer<Body>['body'] };
      };
      const path = (of: string): string => `/v1/resident${of}`;
      return {
        get: (of) => answered(request(url).get(path(of))),
        post: (of, body, headers = { 'idempotency-key': randomUUID() }) =>
          answered(request(url).post(path(of)).set(headers).send(body)),
      };
    },
    keptBySweep: async (id) => {
      await twoHoursPass(keyStores);
      await app.get(OrphanKeys).sweep();
      const ref = protectionKey(id);
      const left = await keyStores.another(service).open([ref], 'protection');
      return left.find(ref) !== undefined;
    },
    said: async (id) => {
      const rows = await database.db.query<{ payload: Buffer }>(
        'SELECT payload FROM outbox WHERE key = $1 ORDER BY sequence',
        [id],
      );
      return rows.map(
        ({ payload }) => (JSON.parse(payload.toString()) as { data: Record<string, unknown> }).data,
      );
    },
    stop: async () => {
      stopping.abort();
      await app.close();
      await runtime.close();
      await issuer.stop();
      await keyStores.drop();
      await database.drop();
    },
  };
}

async function twoHoursPass(keyStores: TestKeyStores): Promise<void> {
  const keys = new URL(keyStores.adminUrl);
  keys.pathname = `/${keyStores.databaseName}`;
  const client = new pg.Client({ connectionString: keys.href });
  await client.connect();
  await client.query(`UPDATE key_data.case_key SET issued_at = issued_at - interval '2 hours'`);
  await client.end();
}
