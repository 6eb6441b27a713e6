import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  embeddedPostgres,
  provision,
  removeEmbeddedPostgres,
  runMigrations,
  ServiceDatabase,
  UnitOfWork,
  type EmbeddedPostgres,
} from '@app/persistence';
import { Administrator } from '@app/persistence/testing';
import { LocalEventLog } from '../local/local-event-log.js';
import { provisionEventLog } from '../local/provision-event-log.js';
import { messagingMigrations } from '../migrations/index.js';
import { ServiceMessaging } from '../service-messaging.js';
import { caseIds, DeliveryWorld } from '../testing/delivery-world.js';
import { localHarness } from '../testing/local-harness.js';
import { Watch } from '../watch.js';
import { rebaseOutbox } from './rebase-outbox.js';

jest.setTimeout(60_000);

const TABLES = ['stream', 'outbox', 'relay_cursor'] as const;
const quiet = (): void => undefined;

/** A dump of an old cluster, restored into a young one: another server, whose transaction ids are far behind. */
describe('an outbox restored into another cluster', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'madoguchi-other-cluster-'));
  let server: EmbeddedPostgres;
  let world: DeliveryWorld;
  let db: ServiceDatabase;
  let administrator: Administrator;

  beforeAll(async () => {
    server = await embeddedPostgres({ dataDir, settings: { fsync: 'off' } });
    world = await DeliveryWorld.create(localHarness);
    const logins = ['applications', 'life-events'].map((service) => ({ service, password: 'p' }));
    const provisioned = await provision(server.adminUrl, logins);
    db = new ServiceDatabase({
      service: 'applications',
      url: provisioned.urlOf('applications'),
    });
    const owned = { service: 'applications', adminUrl: provisioned.adminUrl };
    await runMigrations(owned, messagingMigrations('applications'));
    administrator = new Administrator(owned);
    const topic = { name: world.contract.topic, writer: 'applications', readers: ['life-events'] };
    await provisionEventLog(provisioned.adminUrl, [topic]);
  });
  afterAll(async () => {
    await world.dispose();
    await Promise.all([db.close(), administrator.end()]);
    await server.stop('immediate');
    await removeEmbeddedPostgres(dataDir);
  });

  /** As pg_dump and pg_restore do: rows as they are, and the numbers of identities. */
  async function restore(): Promise<void> {
    const source = world.services.writer.db;
    for (const table of TABLES) {
      const [row] = await source.query<{ rows: string }>(
        `SELECT coalesce(jsonb_agg(t), '[]')::text AS rows FROM ${table} AS t`,
      );
      await administrator.query(`DELETE FROM ${table}`);
      await administrator.query(
        `INSERT INTO ${table} SELECT * FROM jsonb_populate_recordset(NULL::${table}, $1::jsonb)`,
        [row!.rows],
      );
    }
    await administrator.query(
      `SELECT setval(pg_get_serial_sequence('outbox', 'seq'), (SELECT max(seq) FROM outbox))`,
    );
  }

  it('is refused, and after the rebase everything unsent goes out in order and nothing else', async () => {
    const { writer } = world.services;
    await writer.administrator.query(
      'DO $$ BEGIN FOR i IN 1..5000 LOOP PERFORM pg_current_xact_id(); COMMIT; END LOOP; END $$',
    );
    const [key] = caseIds(1) as [string];
    await world.start(world.writer);
    await world.say([key], 'sent before');
    await world.writer.relay.drainTo();
    await world.writer.stop();
    await world.say([key], 'unsent 1');
    await world.say([key], 'unsent 2');
    await restore();

    const log = { debug: quiet, info: quiet, warn: quiet, error: quiet };
    const eventLog = new LocalEventLog();
    const clock = { now: () => new Date() };
    const restored = new ServiceMessaging({ service: 'applications', db, eventLog, clock, log });
    await restored.start();
    await new Watch().until(() => Promise.resolve(restored.relay.state === 'refused'));
    await new UnitOfWork(db).run({ role: 'intake', keys: [key] }, (tx) => {
      const data = { note: 'said since', weight: 1 };
      restored.outbox.add(tx, world.contract, { key, data });
      return Promise.resolve();
    });
    expect(await rebaseOutbox(db, { by: 'an operator', reason: 'moved' })).toBe(3);
    await restored.relay.drainTo();
    const sent = await db.query<{ sequence: string }>(
      `SELECT headers->>'ce_sequence' AS sequence FROM event_log.record ORDER BY log_offset`,
    );
    expect(sent.map(({ sequence }) => sequence)).toEqual(['2', '3', '4']);
    await restored.stop();
  });
});
