import { randomUUID } from 'node:crypto';
import type { EventContract, ServiceName } from '@app/contracts';
import { ServiceDatabase, UnitOfWork, roleOf, runMigrations } from '@app/persistence';
import { Administrator, createTestDatabase } from '@app/persistence/testing';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import type { LogClient } from '../event-log.port.js';
import { messagingMigrations } from '../migrations/index.js';
import type { EventLogFactory, EventLogHarness } from './event-log-harness.js';

export interface TestService extends LogClient {
  readonly uow: UnitOfWork;
  /** In its schema: for what its login may not do, or see. */
  readonly administrator: Administrator;
}

/** One database with a writer, a reader that notes what it applied, and an event log between them. */
export interface TwoServices {
  readonly writer: TestService;
  readonly reader: TestService;
  readonly topics: readonly string[];
  readonly harness: EventLogHarness;
  readonly adminUrl: string;
  /** A further connection pool of the reader, as a second process of it would have. */
  readerAgain(): TestService;
  drop(): Promise<void>;
}

const WRITER: ServiceName = 'applications';
const READER: ServiceName = 'life-events';

/** What the reader's handler writes: one row for each event that took effect. */
class EffectTable1763800000001 implements MigrationInterface {
  readonly name = 'EffectTable1763800000001';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE effect (
        place bigint GENERATED ALWAYS AS IDENTITY,
        topic text NOT NULL,
        key uuid NOT NULL,
        sequence bigint NOT NULL,
        event_id uuid NOT NULL,
        note text NOT NULL CONSTRAINT effect_note CHECK (note <> 'refused'),
        weight smallint NOT NULL
      );
      CREATE INDEX effect_stream ON effect (topic, key);
      GRANT SELECT, INSERT ON effect TO ${roleOf(READER, 'worker')}`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE effect');
  }
}

export async function createTwoServices(
  factory: EventLogFactory,
  topics: readonly string[] = newTopics(1),
): Promise<TwoServices> {
  const test = await createTestDatabase({
    service: WRITER,
    alsoFor: [READER],
    migrations: messagingMigrations(WRITER),
  });
  const opened: ServiceDatabase[] = [];
  const administrator = new Administrator({ service: READER, adminUrl: test.adminUrl });
  const openReader = (): TestService => {
    const db = new ServiceDatabase({ service: READER, url: test.urlOf(READER) });
    opened.push(db);
    return { service: READER, db, uow: new UnitOfWork(db), administrator };
  };
  const reader = openReader();
  await runMigrations({ service: READER, adminUrl: test.adminUrl }, [
    ...messagingMigrations(READER),
    EffectTable1763800000001,
  ]);
  const writer = { service: WRITER, db: test.db, uow: test.uow, administrator: test.administrator };
  const harness = await factory({ writer, reader, adminUrl: test.adminUrl, topics });
  return {
    writer,
    reader,
    topics,
    harness,
    adminUrl: test.adminUrl,
    readerAgain: openReader,
    drop: async () => {
      await harness.dispose();
      await Promise.all([administrator.end(), ...opened.map((db) => db.close())]);
      await test.drop();
    },
  };
}

/** Names that no other test has. */
export const newTopics = (count: number): string[] =>
  Array.from({ length: count }, () => `madoguchi.test.${randomUUID()}.v1`);

export interface Note {
  note: string;
  weight: number;
}

/** A small event of the tests' own. */
export function noteContract(
  topic: string,
  options: Partial<Pick<EventContract, 'start' | 'type' | 'sealedFor'>> = {},
): EventContract<Note> {
  return {
    type: 'madoguchi.test.noted',
    topic,
    kind: 'event',
    writer: WRITER,
    readers: [READER],
    start: 'first',
    summary: 'Something was noted.',
    schema: {
      type: 'object',
      properties: { note: { type: 'string', maxLength: 300_000 }, weight: { type: 'integer' } },
      required: ['note', 'weight'],
      additionalProperties: false,
    },
    example: { note: 'a', weight: 1 },
    ...options,
  };
}
