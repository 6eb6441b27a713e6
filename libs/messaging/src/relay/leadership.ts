import { backoffMs, OUTAGE_BACKOFF } from '../backoff.js';
import type { Appender, EventLog, LogClient } from '../event-log.port.js';
import type { Pace } from '../pace.js';
import type { Lease } from './lease.js';
import { nextSend, SEND_LIMITS } from './next-send.js';
import { readOutbox, type OutboxRecord } from './outbox-reader.repository.js';
import type { OutboxPosition } from './outbox-position.js';
import { cursorOf, moveCursor } from './relay-cursor.repository.js';

/** Fewer rows than this in a send, and the next look waits a moment for company: it saves looks here and transactions downstream. */
const FEW_ROWS = 50;
const LINGER_MS = 15;

export interface LeadershipOptions {
  readonly client: LogClient;
  readonly eventLog: EventLog;
  readonly pace: Pace;
  readonly onMoved: () => void;
  readonly onFailure: (error: unknown, retryInMs: number) => void;
}

/** One relay's time as the leader: from taking the lease until it is lost or given back. One send in flight, always. */
export class Leadership {
  private cursor: OutboxPosition;
  private appender: Appender | undefined;
  private failures = 0;
  private cursorKnown = true;
  private sentAt = -Infinity;
  private sentFew = false;

  constructor(
    private readonly lease: Lease,
    private readonly options: LeadershipOptions,
  ) {
    this.cursor = lease.position;
  }

  /** Resolves when the lease is no longer ours or `going` says so. Never rejects. */
  async lead(going: () => boolean): Promise<void> {
    while (going() && this.lease.valid()) {
      try {
        await this.step();
        this.failures = 0;
      } catch (error) {
        await this.recover(error);
      }
    }
    await this.dropAppender();
  }

  private async step(): Promise<void> {
    const { pace, client } = this.options;
    if (this.sentFew && !(await this.hasCompany())) return pace.rest();
    pace.look();
    if (!this.cursorKnown && !(await this.readCursor())) return this.lease.lose();
    const rows = await readOutbox(client.db, this.cursor, SEND_LIMITS.totalBytes);
    if (rows.length === 0) return pace.rest();
    await this.send(rows);
  }

  /**
   * After a small send, which took all there was: whether this process wrote more within the linger. If not there is nothing
   * to look for; what another process of the service wrote is found after the rest.
   */
  private async hasCompany(): Promise<boolean> {
    const { pace } = this.options;
    this.sentFew = false;
    await pace.pause(this.sentAt + LINGER_MS - performance.now());
    return pace.isWoken;
  }

  private async send(rows: readonly OutboxRecord[]): Promise<void> {
    const { client, pace, onMoved } = this.options;
    const batch = nextSend(rows);
    const target = batch.at(-1)!.position;
    this.appender ??= await this.newAppender(batch);
    if (!this.lease.valid()) return;
    const moved = await this.appender.append(batch, (via = client.db.pool) =>
      moveCursor(via, client.service, this.lease.epoch, target),
    );
    if (!moved) return this.lease.lose();
    this.cursor = target;
    this.sentAt = performance.now();
    this.sentFew = batch.length < FEW_ROWS && batch.length === rows.length;
    pace.found();
    onMoved();
  }

  /** A topic that is not there is named before anything is sent; the brokers' own answer to a send does not say which. */
  private async newAppender(batch: readonly OutboxRecord[]): Promise<Appender> {
    const { client, eventLog } = this.options;
    await eventLog.checkTopics(client, [...new Set(batch.map(({ topic }) => topic))]);
    return eventLog.appender(client);
  }

  /**
   * After a failed send nobody knows what the log holds, nor, after a lost COMMIT, where the cursor stands: a new
   * appender, from the cursor that the database has.
   */
  private async recover(error: unknown): Promise<void> {
    const retryInMs = backoffMs(++this.failures, OUTAGE_BACKOFF);
    this.options.onFailure(error, retryInMs);
    await this.dropAppender();
    this.cursorKnown = false;
    await this.options.pace.pause(retryInMs);
  }

  private async readCursor(): Promise<boolean> {
    const cursor = await cursorOf(this.options.client.db, this.lease.epoch);
    if (cursor === undefined) return false;
    this.cursor = cursor;
    this.cursorKnown = true;
    return true;
  }

  private async dropAppender(): Promise<void> {
    const dropped = this.appender;
    this.appender = undefined;
    await dropped?.close().catch(() => undefined);
  }
}
