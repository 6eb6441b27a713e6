import { startTestIssuer } from '@app/auth/testing';
import { LocalEventLog } from '@app/messaging';
import type { KeyStore } from '@app/privacy';
import { createHttpApp, createProcessParts, createRuntime } from '@app/service-host';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SectionDeskModule } from '../section-desk.module.js';
import { deskCaller, type CallerOptions, type DeskCaller } from './desk-caller.js';
import { createTestSection, type TestSection } from './test-section.js';

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
    as: (options) => deskCaller(app.getHttpServer(), issuer, name, options),
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
