import type { DeliveryCounter } from '../host.port.js';
import type { Delivery, DeliveryFailure } from '../delivery.js';
import type { ParkReason, ParkedState } from '../parking/parked-record.js';
import { streamOf } from './handler-runner.js';
import { startOf, type OpenedRecord, type PlacedRecord } from './open-record.js';

/** What the database knows about a stream, read under its key's lock. */
export interface StreamFacts {
  /** The last sequence applied; undefined for a key never seen. */
  readonly last: number | undefined;
  /** Something of this stream is parked. */
  readonly blocked: boolean;
}

export interface ChunkFacts {
  readonly streams: ReadonlyMap<string, StreamFacts>;
  /** Ids that the inbox did not know. */
  readonly fresh: ReadonlySet<string>;
}

export interface ToPark {
  readonly opened: OpenedRecord;
  readonly reason: ParkReason;
  readonly state: ParkedState;
  readonly error?: unknown;
}

/** One stream's way through this chunk. */
export interface StreamPlan {
  readonly topic: string;
  readonly key: string;
  readonly before: number | undefined;
  last: number;
  blocked: boolean;
  /** What moves the stream on, in order. */
  steps: PlacedRecord[];
}

export interface ChunkPlan {
  readonly streams: ReadonlyMap<string, StreamPlan>;
  /** For the handlers, in the order of the chunk. */
  readonly deliveries: readonly Delivery[];
  readonly parked: ToPark[];
  readonly counts: Partial<Record<DeliveryCounter, number>>;
}

/** Decides about each record by its id and number alone. Pure. */
export function planChunk(records: readonly OpenedRecord[], facts: ChunkFacts): ChunkPlan {
  const planner = new Planner(facts);
  for (const record of records) planner.place(record);
  return planner;
}

class Planner implements ChunkPlan {
  readonly streams = new Map<string, StreamPlan>();
  readonly deliveries: Delivery[] = [];
  readonly parked: ToPark[] = [];
  readonly counts: Partial<Record<DeliveryCounter, number>> = {};
  private readonly fresh: Set<string>;

  constructor(private readonly facts: ChunkFacts) {
    this.fresh = new Set(facts.fresh);
  }

  place(opened: OpenedRecord): void {
    if (opened.kind === 'unreadable') return this.park(opened, 'unreadable', 'dead');
    // The second of two copies in one chunk is as much a duplicate as one of yesterday.
    if (!this.fresh.delete(opened.id)) return this.count('duplicate_dropped');
    const stream = this.streamFor(opened);
    if (opened.sequence <= stream.last) {
      this.count('fork');
      return this.block(stream, opened, 'fork', 'dead');
    }
    if (stream.blocked)
      return this.block(stream, opened, 'behind', this.isMissingOne(stream, opened));
    if (opened.sequence > stream.last + 1) {
      this.count('sequence_gap');
      return this.block(stream, opened, 'gap', 'waiting');
    }
    this.next(stream, opened);
  }

  private next(stream: StreamPlan, opened: PlacedRecord): void {
    if (opened.kind === 'unknown-type')
      return this.block(stream, opened, 'unknown-type', 'waiting');
    if (opened.kind === 'invalid') return this.block(stream, opened, 'invalid', 'dead');
    stream.last = opened.sequence;
    stream.steps.push(opened);
    if (opened.kind === 'deliver') this.deliveries.push(opened.delivery);
  }

  /** The one that a gap waits for: the retry worker takes it, and everything behind it, at once. */
  private isMissingOne(stream: StreamPlan, { sequence }: PlacedRecord): ParkedState {
    return sequence === stream.last + 1 ? 'retrying' : 'waiting';
  }

  private block(
    stream: StreamPlan,
    opened: PlacedRecord,
    reason: ParkReason,
    state: ParkedState,
  ): void {
    stream.blocked = true;
    this.park(opened, reason, state);
  }

  private park(opened: OpenedRecord, reason: ParkReason, state: ParkedState): void {
    this.parked.push({ opened, reason, state });
    this.count(state === 'dead' ? 'dead' : 'parked');
  }

  private count(counter: DeliveryCounter): void {
    this.counts[counter] = (this.counts[counter] ?? 0) + 1;
  }

  private streamFor(opened: PlacedRecord): StreamPlan {
    const { key, sequence } = opened;
    const { topic } = opened.record;
    const name = streamOf({ topic, key });
    const known = this.streams.get(name);
    if (known) return known;
    const { last, blocked } = this.facts.streams.get(name) ?? { last: undefined, blocked: false };
    // A full snapshot needs nothing of what was before it; but what is parked of an unseen key comes first.
    const begin = startOf(opened) !== 'first' && !blocked ? sequence - 1 : 0;
    const stream = { topic, key, before: last, last: last ?? begin, blocked, steps: [] };
    this.streams.set(name, stream);
    return stream;
  }
}

/** The plan when handlers could not apply some deliveries: those, and what follows them in their streams, are parked. */
export function withFailures(
  plan: ChunkPlan,
  failures: ReadonlyMap<string, DeliveryFailure>,
): ChunkPlan {
  const parked = [...failures].flatMap(([name, failure]) => cutAt(plan.streams.get(name), failure));
  const counts = { ...plan.counts };
  for (const { state } of parked) {
    const counter = state === 'dead' ? 'dead' : 'parked';
    counts[counter] = (counts[counter] ?? 0) + 1;
  }
  return { ...plan, parked: [...plan.parked, ...parked], counts };
}

/** Ends the stream's way in front of the failed one. */
function cutAt(
  stream: StreamPlan | undefined,
  { delivery, error, dead }: DeliveryFailure,
): ToPark[] {
  const at = stream?.steps.findIndex((step) => step.id === delivery.id) ?? -1;
  if (!stream || at < 0) throw new Error('a handler reported a delivery that it was not given');
  const [failed, ...behind] = stream.steps.splice(at);
  stream.last = failed!.sequence - 1;
  stream.blocked = true;
  return [
    { opened: failed!, reason: 'failed', state: dead ? 'dead' : 'retrying', error },
    ...behind.map((opened) => ({ opened, reason: 'behind', state: 'waiting' }) as const),
  ];
}
