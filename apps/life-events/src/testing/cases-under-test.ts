import type { TestIssuer } from '@app/auth/testing';
import { LocalEventLog, Outbox, type Delivery, type DeliveryFailure } from '@app/messaging';
import { fixedClock, type FixedClock } from '@app/observability';
import { createTestDatabase, type TestDatabase } from '@app/persistence/testing';
import { openPart, requireKey } from '@app/privacy';
import { testKeyStores, type TestKeyStores } from '@app/privacy/testing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createHttpApp, createProcessParts, createRuntime, migrationsOf } from '@app/service-host';
import type { ServiceName } from '@app/contracts';
import { AdvanceCasesWhenFactsArrive } from '../features/advance-cases/advance-cases-when-facts-arrive.consumer.js';
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
  ) {}

  static async start(): Promise<CasesUnderTest> {
    const database = await createTestDatabase({
      service: 'life-events',
      migrations: migrationsOf(lifeEventsService),
    });
    const keyStores = await testKeyStores();
    const clock = fixedClock('2026-04-06T10:00:00+09:00');
    const outbox = new Outbox({ service: 'life-events', clock });
    const consumer = new AdvanceCasesWhenFactsArrive(outbox, keyStores.of('life-events'), clock);
    return new CasesUnderTest(database, keyStores, clock, consumer);
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
    const keys = await this.keyStores.of(reader).open([pair]);
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
    const auth = { issuer: issuer.issuer, audience: issuer.audience };
    const { title, description } = lifeEventsService;
    const options = { ...parts, title, description, auth };
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
