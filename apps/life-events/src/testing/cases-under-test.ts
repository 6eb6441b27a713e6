import { AccessRecorder } from '@app/audit';
import type { TestIssuer } from '@app/auth/testing';
import { LocalEventLog, Outbox, type Delivery, type DeliveryFailure } from '@app/messaging';
import { createLogger, fixedClock, type FixedClock } from '@app/observability';
import { createTestDatabase, type TestDatabase } from '@app/persistence/testing';
import { PersonIndex, openPart, requireKey } from '@app/privacy';
import { testKeyStores, type TestKeyStores } from '@app/privacy/testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createHttpApp, createProcessParts, createRuntime, migrationsOf } from '@app/service-host';
import type { ProtectionChangedData, ServiceName } from '@app/contracts';
import { saveProtections } from '../persistence/protection.repository.js';
import { AdvanceCasesWhenFactsArrive } from '../features/advance-cases/advance-cases-when-facts-arrive.consumer.js';
import { MoveCasesUnderProtection } from '../features/protect-cases/move-cases-under-protection.service.js';
import { lifeEventsService } from '../life-events.module.js';
import { Neighbours } from './neighbours.js';

/** An event as it stands in the outbox of life-events. */
export interface SaidEvent {
  readonly type: string;
  readonly sequence: number;
  readonly data: Record<string, unknown>;
  readonly sealed?: string;
}

/** Life-events on its own database and keys, without the way over the event log: chunks are applied directly. */
export class CasesUnderTest {
  private readonly closing: (() => Promise<unknown>)[] = [];

  private constructor(
    readonly database: TestDatabase,
    readonly keyStores: TestKeyStores,
    readonly clock: FixedClock,
    private readonly consumer: AdvanceCasesWhenFactsArrive,
    readonly moving: MoveCasesUnderProtection,
  ) {}

  static async start(): Promise<CasesUnderTest> {
    const database = await createTestDatabase({
      service: 'life-events',
      migrations: migrationsOf(lifeEventsService),
    });
    const keyStores = await testKeyStores();
    const clock = fixedClock('2026-04-06T10:00:00+09:00');
    const outbox = new Outbox({ service: 'life-events', clock });
    const persons = new PersonIndex(keyStores.keysOf('life-events').personIndexKey!);
    const keys = keyStores.of('life-events');
    const consumer = new AdvanceCasesWhenFactsArrive(
      outbox,
      persons,
      new AccessRecorder(),
      keys,
      clock,
    );
    const logger = createLogger('life-events');
    const moving = new MoveCasesUnderProtection(database.uow, outbox, keys, clock, logger);
    return new CasesUnderTest(database, keyStores, clock, consumer, moving);
  }

  newCase(): Neighbours {
    return new Neighbours(this.keyStores);
  }

  /** One chunk, as messaging would hand it over. */
  async apply(...deliveries: readonly Delivery[]): Promise<readonly DeliveryFailure[]> {
    const prepared = await this.consumer.prepare(deliveries);
    const keys = [...new Set(deliveries.map(({ key }) => key))];
    return this.database.uow.run({ role: 'worker', keys }, (tx) =>
      this.consumer.apply(tx, deliveries, prepared),
    );
  }

  /** What the resident section says about a protection, taken in and applied. */
  async protect(protection: ProtectionChangedData): Promise<void> {
    const options = { role: 'worker', keys: [protection.protectionId] } as const;
    await this.database.uow.run(options, (tx) => saveProtections(tx, [protection]));
    await this.moving.move();
  }

  /** What life-events said about a case, in the order of writing. */
  async said(caseId: string): Promise<SaidEvent[]> {
    const rows = await this.database.db.query<{ type: string; sequence: string; payload: Buffer }>(
      'SELECT type, sequence, payload FROM outbox WHERE key = $1 ORDER BY xid, seq',
      [caseId],
    );
    return rows.map(({ type, sequence, payload }) => ({
      type: type.replace('madoguchi.', ''),
      sequence: Number(sequence),
      ...(JSON.parse(payload.toString()) as Pick<SaidEvent, 'data' | 'sealed'>),
    }));
  }

  /** Opens a sealed part as its reader would. */
  async open<T>(reader: ServiceName, caseId: string, said: SaidEvent | undefined): Promise<T> {
    if (said?.sealed === undefined) throw new Error('Nothing was sealed.');
    const pair = { caseId, writer: 'life-events', reader } as const;
    const keys = await this.keyStores.of(reader).open([pair], 'event');
    const header = { ...pair, type: `madoguchi.${said.type}`, sequence: said.sequence };
    return openPart<T>(requireKey(keys, pair), header, said.sealed);
  }

  /** The HTTP routes of the service on the same database and keys. */
  async listen(issuer: TestIssuer): Promise<{ app: NestFastifyApplication; url: string }> {
    const stopping = new AbortController().signal;
    const parts = createProcessParts({
      name: 'life-events',
      eventLog: new LocalEventLog(),
      clock: this.clock,
      stopping,
    });
    const runtime = createRuntime('life-events', parts, {
      databaseUrl: this.database.urlOf('life-events'),
      keysDatabaseUrl: this.keyStores.urlOf('life-events'),
      keys: this.keyStores.keysOf('life-events'),
    });
    const { title, description } = lifeEventsService;
    const options = { ...parts, title, description, auth: issuer };
    const app = await createHttpApp([lifeEventsService.module(runtime)], options);
    await app.listen(0, '127.0.0.1');
    this.closing.push(
      () => app.close(),
      () => runtime.close(),
    );
    return { app, url: await app.getUrl() };
  }

  async stop(): Promise<void> {
    for (const close of this.closing) await close();
    await this.keyStores.drop();
    await this.database.drop();
  }
}
