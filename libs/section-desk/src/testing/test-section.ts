import type { SectionName } from '@app/contracts';
import { Outbox, type Delivery, type DeliveryFailure } from '@app/messaging';
import { fixedClock, type FixedClock } from '@app/observability';
import { createTestDatabase, type TestDatabase } from '@app/persistence/testing';
import { testKeyStores, type TestKeyStores } from '@app/privacy/testing';
import { migrationsOf } from '@app/service-host';
import pg from 'pg';
import { handleOrders } from '../features/handle-orders/handle-orders.consumer.js';
import { SectionDeskModule } from '../section-desk.module.js';
import { sectionDefinition } from '../section-definition.js';
import { OrdersOfCase } from './orders.js';

/** An event as it stands in the section's outbox. */
export interface SaidEvent {
  readonly type: string;
  readonly sequence: number;
  readonly data: Record<string, unknown>;
  readonly sealed?: string;
}

/** A section's own database and keys, without the way over the event log: orders are applied directly. */
export interface TestSection {
  readonly section: SectionName;
  readonly database: TestDatabase;
  readonly keyStores: TestKeyStores;
  readonly clock: FixedClock;
  readonly outbox: Outbox;
  newCase(ward?: string, lifeEvent?: string): OrdersOfCase;
  /** One chunk, as messaging would hand it over. */
  apply(...deliveries: readonly Delivery[]): Promise<readonly DeliveryFailure[]>;
  /** As the administrator, to whom no ward is closed; SQL needs no schema prefix. */
  raw<R>(sql: string, params?: readonly unknown[]): Promise<R[]>;
  /** What the section said about a case. */
  said(caseId: string): Promise<SaidEvent[]>;
  drop(): Promise<void>;
}

export async function createTestSection(section: SectionName): Promise<TestSection> {
  const definition = sectionDefinition(section, {
    title: section,
    description: section,
    module: (runtime) => SectionDeskModule.forSection(section, runtime),
  });
  const database = await createTestDatabase({
    service: section,
    migrations: migrationsOf(definition),
  });
  const keyStores = await testKeyStores(['life-events', section]);
  const clock = fixedClock('2026-04-06T01:00:00Z');
  const outbox = new Outbox({ service: section, clock });
  const handler = handleOrders(section, { outbox, clock, keys: keyStores.of(section) });
  const admin = new pg.Client({
    connectionString: database.adminUrl,
    options: `-c search_path=${section}`,
  });
  await admin.connect();
  return {
    ...{ section, database, keyStores, clock, outbox },
    newCase: (ward, lifeEvent) =>
      new OrdersOfCase(section, keyStores.of('life-events'), ward, lifeEvent),
    apply: async (...deliveries) => {
      const keys = [...new Set(deliveries.map(({ key }) => key))];
      const prepared = await handler.prepare(deliveries);
      const failures = await database.uow.run({ role: 'worker', keys }, (tx) =>
        handler.apply(tx, deliveries, prepared),
      );
      return failures ?? [];
    },
    raw: async <R>(sql: string, params: readonly unknown[] = []) =>
      (await admin.query(sql, [...params])).rows as R[],
    said: (caseId) => saidAbout(database, caseId),
    drop: async () => {
      await admin.end();
      await keyStores.drop();
      await database.drop();
    },
  };
}

async function saidAbout(database: TestDatabase, caseId: string): Promise<SaidEvent[]> {
  const rows = await database.db.query<{ type: string; sequence: string; payload: Buffer }>(
    'SELECT type, sequence, payload FROM outbox WHERE key = $1 ORDER BY sequence',
    [caseId],
  );
  return rows.map(({ type, sequence, payload }) => ({
    type,
    sequence: Number(sequence),
    ...(JSON.parse(payload.toString()) as Pick<SaidEvent, 'data' | 'sealed'>),
  }));
}
