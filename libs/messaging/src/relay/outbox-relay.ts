import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { backoffMs, OUTAGE_BACKOFF } from '../backoff.js';
import type { EventLog, LogClient } from '../event-log.port.js';
import type { DeliveryCounters, DeliveryLog } from '../host.port.js';
import { LogRefusedError } from '../log-refused.error.js';
import { Pace, within } from '../pace.js';
import type { PartHealth } from '../part-health.js';
import { Watch } from '../watch.js';
import { Leadership } from './leadership.js';
import { Lease } from './lease.js';
import { hasReached, type OutboxPosition } from './outbox-position.js';
import { nextTransactionId, oldestUnsentSeconds, outboxEnd } from './outbox-reader.repository.js';
import { currentCursor, rememberForeignIds } from './relay-cursor.repository.js';
import type { Relay, RelayState } from './relay.js';
import { RestoredDatabaseError } from './restored-database.error.js';

export interface OutboxRelayOptions {
  readonly client: LogClient;
  readonly eventLog: EventLog;
  readonly log: DeliveryLog;
  readonly counters: DeliveryCounters;
}

const STANDBY_MS = 1_000;
/** How soon it is seen that an operator has rebased the outbox. */
const REFUSED_MS = 1_000;
/** A send that hangs must not keep a process from ending: what it does late, readers drop. */
const STOP_PATIENCE_MS = 2_000;
/** Where the database is away, the lease runs out by itself. */
const GIVE_BACK_PATIENCE_MS = 1_000;

/** Carries the events of one service from its outbox to the log: takes turns with its replicas, one leads. */
export class OutboxRelay implements Relay {
  state: RelayState = 'stopped';
  /** It led or stood by since its start: nothing that only this process lacks keeps it from sending. */
  private hasTurned = false;
  private readonly owner = `${hostname()}:${process.pid}:${randomBytes(4).toString('hex')}`;
  private readonly cursor = new Watch();
  private pace = new Pace({ busyMs: 50, idleMs: 250 });
  private going = false;
  private failures = 0;
  private lease: Lease | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly options: OutboxRelayOptions) {}

  start(): void {
    if (this.going) return;
    this.going = true;
    this.pace = new Pace({ busyMs: 50, idleMs: 250 });
    this.running = this.run();
  }

  /** Ends after the send under way, in three seconds at most; gives the lease back so that a replica goes on at once. */
  async stop(): Promise<void> {
    this.going = false;
    this.pace.stop();
    await within(STOP_PATIENCE_MS, this.running);
    const givenBack = this.giveBack().catch(() => undefined);
    await within(GIVE_BACK_PATIENCE_MS, givenBack);
    this.state = 'stopped';
  }

  get health(): PartHealth {
    if (!this.hasTurned || this.state === 'stopped') return 'failing';
    return this.state === 'leading' || this.state === 'standby' ? 'ok' : 'degraded';
  }

  wake(): void {
    this.pace.wake();
  }

  async drainTo(position?: OutboxPosition): Promise<void> {
    const { db } = this.options.client;
    const wanted = position ?? (await outboxEnd(db));
    await this.cursor.until(async () => hasReached(await currentCursor(db), wanted));
  }

  end(): Promise<OutboxPosition> {
    return outboxEnd(this.options.client.db);
  }

  async oldestUnsentSeconds(): Promise<number | undefined> {
    const { db } = this.options.client;
    return oldestUnsentSeconds(db, await currentCursor(db));
  }

  private async run(): Promise<void> {
    while (this.going) {
      try {
        await this.turn();
        this.failures = 0;
      } catch (error) {
        await this.failed(error);
      }
    }
  }

  private async turn(): Promise<void> {
    const { client, counters } = this.options;
    const lease = await Lease.take(client.db, this.owner);
    this.hasTurned ||= lease === undefined;
    if (lease === undefined) {
      this.state = 'standby';
      return this.pace.pause(STANDBY_MS);
    }
    this.lease = lease;
    await this.refuseForeignIds(lease);
    this.state = 'leading';
    this.hasTurned = true;
    await this.leadershipOf(lease).lead(() => this.going);
    if (lease.lost) counters.increment('fenced', client.service);
    await this.giveBack();
  }

  private leadershipOf(lease: Lease): Leadership {
    const { client, eventLog, log } = this.options;
    return new Leadership(lease, {
      client,
      eventLog,
      pace: this.pace,
      onMoved: () => {
        this.state = 'leading';
        this.cursor.changed();
      },
      onFailure: (error, retryInMs) => {
        this.state = 'failing';
        const refused = error instanceof LogRefusedError;
        log[refused ? 'error' : 'warn']({ err: error, retryInMs }, 'The relay could not send.');
      },
    });
  }

  /** After a dump and restore transaction ids start anew, and the order (xid, seq) turns round. */
  private async refuseForeignIds(lease: Lease): Promise<void> {
    const { db, service } = this.options.client;
    if (lease.foreignIds) throw new RestoredDatabaseError(service);
    const newest = await outboxEnd(db);
    const next = await nextTransactionId(db);
    if (lease.position.xid < next && newest.xid < next) return;
    await rememberForeignIds(db, lease.epoch);
    throw new RestoredDatabaseError(service);
  }

  private async failed(error: unknown): Promise<void> {
    const refused = error instanceof RestoredDatabaseError;
    this.state = refused ? 'refused' : 'failing';
    const retryInMs = refused ? REFUSED_MS : backoffMs(++this.failures, OUTAGE_BACKOFF);
    this.options.log.error({ err: error, retryInMs }, 'The relay cannot lead.');
    await this.giveBack().catch(() => undefined);
    await this.pace.pause(retryInMs);
  }

  private async giveBack(): Promise<void> {
    const { lease } = this;
    this.lease = undefined;
    await lease?.giveBack();
  }
}
