import type { EventContract } from '@app/contracts';
import { UnitOfWork } from '@app/persistence';
import { refuseWriteBeforeLock } from '@app/persistence/testing';
import pg from 'pg';
import { v7 as uuidV7 } from 'uuid';
import type { EventLog } from '../event-log.port.js';
import type { DeliveryCounter, DeliveryCounters, DeliveryLog } from '../host.port.js';
import type { ConsumerState } from '../inbox/reading-health.js';
import type { PartHealth } from '../part-health.js';
import type { RelayState } from '../relay/relay.js';
import { ServiceMessaging } from '../service-messaging.js';
import { Watch } from '../watch.js';
import type { EventLogFactory } from './event-log-harness.js';
import { notingHandler, type NotingBehaviour, type NotingHandler } from './noting-handler.js';
import { settle } from './settle.js';
import {
  createTwoServices,
  noteContract,
  type Note,
  type TestService,
  type TwoServices,
} from './two-services.js';

const CLOCK = { now: () => new Date() };

export class Counts implements DeliveryCounters {
  readonly of: Partial<Record<DeliveryCounter, number>> = {};

  increment(counter: DeliveryCounter, _consumer: string, by = 1): void {
    this.of[counter] = (this.of[counter] ?? 0) + by;
  }
}

export interface WorldOptions {
  readonly behaviour?: NotingBehaviour;
  readonly contract?: Parameters<typeof noteContract>[1];
  /** A new one when absent. */
  readonly topic?: string;
}

export interface Effect {
  readonly sequence: number;
  readonly note: string;
}

/** A writer and a reader with a real handler, a real log and a real database between them. */
export class DeliveryWorld {
  readonly counts = new Counts();
  readonly writerCounts = new Counts();
  /** What was logged as an error, alarms included. */
  readonly errors: string[] = [];
  readonly behaviour: NotingBehaviour;
  readonly contract: EventContract<Note>;
  readonly handler: NotingHandler;
  readonly writer: ServiceMessaging;
  readonly reader: ServiceMessaging;
  private readonly log: DeliveryLog = {
    debug: () => undefined,
    info: () => undefined,
    warn: () => undefined,
    error: (_fields, message) => void this.errors.push(message),
  };
  private readonly started: ServiceMessaging[] = [];
  /** Soon enough for a test, and only three tries. */
  private readonly retry = { baseMs: 5, factor: 2, capMs: 20, tries: 3 };

  private constructor(
    readonly services: TwoServices,
    options: WorldOptions,
  ) {
    this.behaviour = options.behaviour ?? {};
    this.contract = noteContract(services.topics[0]!, options.contract);
    this.handler = notingHandler([this.contract], this.behaviour);
    this.writer = this.messagingOf(services.writer, this.writerCounts);
    this.reader = this.readerLike(services.reader, [this.handler]);
  }

  static async create(
    factory: EventLogFactory,
    options: WorldOptions = {},
  ): Promise<DeliveryWorld> {
    return new DeliveryWorld(
      await createTwoServices(factory, options.topic ? [options.topic] : undefined),
      options,
    );
  }

  /** A process of the reader; with other handlers, another version of it. */
  readerLike(
    service: TestService,
    handlers = [notingHandler([this.contract], this.behaviour)],
  ): ServiceMessaging {
    return this.messagingOf(service, this.counts, handlers);
  }

  /** The reader on another instance of the log. */
  readerOn(eventLog: EventLog): ServiceMessaging {
    const handlers = [notingHandler([this.contract], this.behaviour)];
    return this.messagingOf(this.services.reader, this.counts, handlers, eventLog);
  }

  /** A second process of the writer, on another instance of the log if given. */
  writerAgain(eventLog?: EventLog): ServiceMessaging {
    return this.messagingOf(this.services.writer, this.writerCounts, [], eventLog);
  }

  async start(...which: ServiceMessaging[]): Promise<void> {
    for (const messaging of which.length > 0 ? which : [this.writer, this.reader]) {
      this.started.push(messaging);
      await messaging.start();
    }
  }

  /** One transaction of the writer that says one note each for these cases. */
  async say(keys: readonly string[], note: string | Note = 'a'): Promise<void> {
    const data = typeof note === 'string' ? { note, weight: 1 } : note;
    await this.services.writer.uow.run({ role: 'intake', keys }, (tx) => {
      for (const key of keys) this.writer.outbox.add(tx, this.contract, { key, data });
      return Promise.resolve();
    });
  }

  settle(): Promise<void> {
    return settle(this.writer, this.reader);
  }

  /** What took effect for a case, in the order in which it did. */
  async effects(key: string): Promise<Effect[]> {
    const rows = await this.services.reader.administrator.query<{ sequence: string; note: string }>(
      'SELECT sequence, note FROM effect WHERE key = $1 ORDER BY place',
      [key],
    );
    return rows.map((row) => ({ sequence: Number(row.sequence), note: row.note }));
  }

  async sequences(key: string): Promise<number[]> {
    return (await this.effects(key)).map((effect) => effect.sequence);
  }

  async parked(): Promise<{ key: string; sequence: number; reason: string; state: string }[]> {
    const rows = await this.services.reader.db.query<{
      key: string;
      sequence: string;
      reason: string;
      state: string;
    }>('SELECT key, sequence, reason, state FROM parked ORDER BY key, sequence, id');
    return rows.map((row) => ({ ...row, sequence: Number(row.sequence) }));
  }

  async parkedTries(): Promise<number[]> {
    const rows = await this.services.reader.db.query<{ tries: number }>(
      'SELECT tries FROM parked ORDER BY id',
    );
    return rows.map(({ tries }) => tries);
  }

  /** Resolves when what is parked is as wanted; looks again whenever something was tried. */
  async parkedUntil(
    condition: (rows: Awaited<ReturnType<DeliveryWorld['parked']>>) => boolean,
  ): Promise<void> {
    await new Watch().until(async () => {
      for (const messaging of this.started) messaging.retryNow();
      return condition(await this.parked());
    });
  }

  nothingParked(): Promise<void> {
    return this.parkedUntil((rows) => rows.length === 0);
  }

  /** Resolves when the reader's consumer is in this state. */
  readerIs(state: ConsumerState): Promise<void> {
    return new Watch().until(() => Promise.resolve(this.reader.readiness().consumer === state));
  }

  /** Resolves when the reader has found out that the log is not the one that it read, in so many partitions. */
  async somethingHalted(reader: ServiceMessaging, partitions = 1): Promise<void> {
    await new Watch().until(() => Promise.resolve(reader.readiness().halted.length >= partitions));
  }

  consumerIs(reader: ServiceMessaging, health: PartHealth): Promise<void> {
    return new Watch().until(() => Promise.resolve(reader.readiness().health.consumer === health));
  }

  /** Resolves when an operator's decision about halted partitions has been carried out. */
  async nothingHalted(reader: ServiceMessaging): Promise<void> {
    await new Watch().until(() => Promise.resolve(reader.readiness().halted.length === 0));
  }

  relayIs(messaging: ServiceMessaging, state: RelayState): Promise<void> {
    return new Watch().until(() => Promise.resolve(messaging.relay.state === state));
  }

  /** The reader's place moves past what it has not read: as if the log had lost it. */
  async loseUnread(): Promise<void> {
    await this.services.reader.db.query(
      `UPDATE partition_progress AS p SET next_offset = t.next_offset, last_event_id = NULL
       FROM event_log.topic_partition AS t WHERE t.topic = p.topic AND t.partition = p.partition`,
    );
  }

  /** Ends every connection of a service that is in a transaction. */
  async killTransactions(service: string): Promise<void> {
    const admin = new pg.Client({ connectionString: this.services.adminUrl });
    await admin.connect();
    await admin.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND application_name = $1 AND xact_start IS NOT NULL`,
      [service],
    );
    await admin.end();
  }

  /** Ends the lease of whoever leads. */
  async endLease(): Promise<void> {
    await this.services.writer.administrator.query(
      `UPDATE relay_cursor SET epoch = epoch + 1, leased_until = '-infinity'`,
    );
  }

  /** Until the lease has been renewed to beyond this time from now. */
  async leaseOutlives(milliseconds: number): Promise<void> {
    const { db } = this.services.writer;
    const [row] = await db.query<{ until: string }>(
      'SELECT (clock_timestamp() + make_interval(secs => $1))::text AS until',
      [milliseconds / 1000],
    );
    await new Watch().until(async () => {
      const [lease] = await db.query<{ held: boolean }>(
        'SELECT leased_until > $1::timestamptz AS held FROM relay_cursor',
        [row!.until],
      );
      return lease!.held;
    });
  }

  /** As `default_transaction_read_only` of both logins, for the connections that they have, too. */
  async setReadOnly(readOnly: boolean): Promise<void> {
    const admin = new pg.Client({ connectionString: this.services.adminUrl });
    await admin.connect();
    for (const login of ['applications', 'life_events'])
      await admin.query(
        `DO $$ BEGIN EXECUTE format(
           'ALTER ROLE ${login} IN DATABASE %I SET default_transaction_read_only = ${String(readOnly)}',
           current_database()); END $$`,
      );
    await admin.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid()`,
    );
    await admin.end();
  }

  /** Transaction ids as they look after a dump was restored into a younger cluster. */
  async restoreWriterElsewhere(): Promise<void> {
    await this.services.writer.administrator.query(
      `UPDATE outbox SET xid = (xid::text::bigint + 1000000000)::text::xid8`,
    );
    await this.services.writer.administrator.query(
      `UPDATE relay_cursor SET last_xid = (last_xid::text::bigint + 1000000000)::text::xid8`,
    );
  }

  /** For tests that look at parked records before they are tried again. */
  retryPatiently(): void {
    this.retry.baseMs = 3_600_000;
    this.retry.capMs = 3_600_000;
  }

  /** The time of everything that is to be tried again has come. */
  async makeDue(): Promise<void> {
    await this.services.reader.administrator.query(
      `UPDATE parked SET next_try_at = now() WHERE state = 'retrying'`,
    );
  }

  async dispose(): Promise<void> {
    await Promise.all(this.started.map((messaging) => messaging.stop()));
    await this.services.drop();
  }

  private messagingOf(
    { service, db }: TestService,
    counters: Counts,
    handlers: NotingHandler[] = [],
    eventLog: EventLog = this.services.harness.open(),
  ): ServiceMessaging {
    const uow = new UnitOfWork(db, { onLocked: refuseWriteBeforeLock });
    const options = { service, db, uow, eventLog, counters, clock: CLOCK, log: this.log };
    return new ServiceMessaging({ ...options, retry: this.retry }, handlers);
  }
}

/** Case ids, fresh. */
export const caseIds = (count: number): string[] => Array.from({ length: count }, () => uuidV7());
