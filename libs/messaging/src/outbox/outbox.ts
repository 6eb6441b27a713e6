import type { EventContract, ServiceName } from '@app/contracts';
import type { Tx } from '@app/persistence';
import { v7 as uuidV7 } from 'uuid';
import { problemOfData, problemOfSealed } from '../envelope/contract-validator.js';
import { isUuid } from '../envelope/read-record.js';
import type { WallClock } from '../host.port.js';
import { EventRefusedError } from './event-refused.error.js';
import { firstEvent, firstEventArrays, type FirstEvent } from './first-events.js';
import { MAX_EVENT_BYTES, flushEvents, sealEvent } from './flush-events.js';
import type { PendingEvent } from './pending-events.js';
import type { SealablePart } from './sealable-part.js';

export interface OutboxEvent<D = object> {
  /** The case id. */
  readonly key: string;
  readonly data: D;
  readonly sealed?: SealablePart;
  /** The key was minted in this transaction: its sequence begins at 1 and costs no round trip. */
  readonly firstOfKey?: boolean;
  /** W3C trace context to hand on. */
  readonly traceparent?: string;
}

export interface OutboxOptions {
  readonly service: ServiceName;
  readonly clock: WallClock;
}

/**
 * Where a service says something. `add` only buffers: numbering, sealing and writing happen once, before COMMIT, with
 * at most one statement for sequences and one for rows, however many events and cases the transaction holds.
 */
export class Outbox {
  private readonly pending = new WeakMap<Tx, PendingEvent[]>();
  private readonly listeners: (() => void)[] = [];

  constructor(readonly options: OutboxOptions) {}

  /**
   * Publishes an event with this transaction, or not at all. The unit of work must hold the lock of `event.key`, but
   * for a key that it minted itself.
   * @throws EventRefusedError when the event breaks its contract or is larger than 256 KB: nothing is buffered.
   */
  add<D>(tx: Tx, contract: EventContract<D>, event: OutboxEvent<D>): void {
    const pending = this.pendingOf(tx);
    pending.push(this.accept(contract, event));
  }

  /**
   * The one event of a key that is minted with it, ready to be inserted: for a writer that puts many keys and their events
   * into one statement (`firstEventsSql`). Everything else goes through `add`.
   * @throws EventRefusedError as `add` does
   */
  first<D>(contract: EventContract<D>, event: Omit<OutboxEvent<D>, 'firstOfKey'>): FirstEvent {
    const accepted = this.accept(contract, { ...event, firstOfKey: true });
    return firstEvent(sealEvent(this.options.service, { ...accepted, sequence: 1 }));
  }

  /** The parameters of `firstEventsSql` for these events, which `tx` writes; the relay is told after its COMMIT. */
  parametersOf(tx: Tx, events: readonly FirstEvent[]): unknown[][] {
    tx.afterCommit(() => this.tellCommitted());
    return firstEventArrays(events);
  }

  /** Is told after each COMMIT that wrote events; for the relay. */
  onCommitted(listener: () => void): void {
    this.listeners.push(listener);
  }

  private tellCommitted(): void {
    for (const listener of this.listeners) listener();
  }

  private pendingOf(tx: Tx): PendingEvent[] {
    const known = this.pending.get(tx);
    if (known) return known;
    const events: PendingEvent[] = [];
    this.pending.set(tx, events);
    tx.beforeCommit(() => this.flush(tx, events));
    tx.afterCommit(() => this.tellCommitted());
    return events;
  }

  private accept<D>(contract: EventContract<D>, event: OutboxEvent<D>): PendingEvent {
    const refuse = (code: EventRefusedError['code'], problem: string): never => {
      throw new EventRefusedError(code, contract.type, problem);
    };
    if (contract.writer !== this.options.service)
      refuse('event-not-ours', `only ${contract.writer} writes it`);
    if (!isUuid(event.key)) refuse('event-invalid', 'key: not a case id');
    const data = JSON.stringify(event.data) as string | undefined;
    if (data === undefined) return refuse('event-invalid', 'data: not JSON');
    if (Buffer.byteLength(data) > MAX_EVENT_BYTES)
      refuse('event-too-large', 'more than 256 KB of data');
    const problem =
      // What will be read is checked, not what was handed in: JSON drops and changes values.
      problemOfData(contract, JSON.parse(data)) ??
      problemOfSealed(contract, event.sealed !== undefined);
    if (problem !== undefined) refuse('event-invalid', problem);
    return {
      id: uuidV7(),
      contract,
      key: event.key,
      firstOfKey: event.firstOfKey ?? false,
      data,
      sealed: event.sealed,
      time: this.options.clock.now().toISOString(),
      traceparent: event.traceparent,
    };
  }

  private async flush(tx: Tx, events: PendingEvent[]): Promise<void> {
    // Whoever adds after this flush (a later step before COMMIT) gets a flush of its own.
    this.pending.delete(tx);
    if (events.length > 0) await flushEvents(tx, this.options.service, events);
  }
}
