import type { LogEnds, LogPosition, Subscription, TopicPartition } from '../event-log.port.js';
import type { DeliveryLog } from '../host.port.js';
import { nameOf, type Slice } from './chunk.js';
import type { Misplacement } from './judge-slice.js';
import {
  beginAt,
  createProgress,
  haltPartition,
  readProgress,
  type HaltReason,
  type Progress,
  type Reader,
} from './progress.repository.js';

/** Decides from which offset partitions are read. PostgreSQL's progress is the truth; the log only says what it has. */
export class Placement {
  /** Partitions that wait for an operator. */
  readonly halted = new Map<string, TopicPartition>();
  /** In front of which place the log was found to begin above it, once. */
  private readonly holes = new Map<string, bigint>();
  /** What progress said when a partition was placed last. */
  private readonly places = new Map<string, bigint>();

  constructor(
    readonly reader: Reader,
    private readonly log: DeliveryLog,
  ) {}

  toleratedHole({ batch }: Slice): bigint | undefined {
    return this.holes.get(nameOf(batch));
  }

  /**
   * Where these partitions are to be read from, after comparing with what the log has: without this check the events
   * of a topic that was truncated or made anew would be dropped unseen, being below our place. Partitions that must
   * not be read are paused and left out.
   */
  async place(
    partitions: readonly TopicPartition[],
    subscription: Subscription,
  ): Promise<LogPosition[]> {
    // Progress first: while we ask for the ends, somebody else may move on, and would seem to be beyond them.
    const rows = await this.begun(partitions, subscription);
    const ends = await endsByName(subscription, partitions);
    const positions: LogPosition[] = [];
    for (const progress of rows) {
      const end = ends.get(nameOf(progress))!;
      const reason = progress.halted ?? haltReason(progress, end);
      if (reason !== undefined) await this.halt(progress, reason, subscription);
      else positions.push(this.positionOf(progress, end));
    }
    this.goOn(positions, subscription);
    return positions;
  }

  /**
   * What progress says. Partitions never read before, or to be read from the start by an operator's decision, begin where
   * the log does. All others are read once: read again, a decision of meanwhile would look like a place of its own.
   */
  private async begun(
    partitions: readonly TopicPartition[],
    subscription: Subscription,
  ): Promise<Progress[]> {
    const begun = await readProgress(this.reader, partitions);
    const known = begun.filter((row) => row.nextOffset >= 0n);
    const names = new Set(known.map(nameOf));
    const others = partitions.filter((place) => !names.has(nameOf(place)));
    if (others.length === 0) return known;
    const ends = await endsByName(subscription, others);
    const starts = others.map(({ topic, partition }) => ({
      topic,
      partition,
      offset: ends.get(nameOf({ topic, partition }))!.low,
    }));
    await createProgress(this.reader, starts);
    await beginAt(this.reader, starts);
    return [...known, ...(await readProgress(this.reader, others))];
  }

  /** Goes on with partitions for which an operator has decided. */
  async resumeDecided(subscription: Subscription): Promise<void> {
    if (this.halted.size === 0) return;
    const rows = await readProgress(this.reader, [...this.halted.values()]);
    const decided = rows.filter((progress) => progress.halted === undefined);
    if (decided.length > 0) await this.place(decided, subscription);
  }

  /**
   * Whoever meets an operator's decision first, a join of the group or the upkeep, has the partition read again: the
   * adapter keeps it paused over all joins.
   */
  private goOn(positions: readonly LogPosition[], subscription: Subscription): void {
    const decided = positions.filter((position) => this.halted.delete(nameOf(position)));
    if (decided.length === 0) return;
    for (const position of decided) subscription.seek(position);
    subscription.resume(decided);
    this.log.info(
      { consumer: this.reader.consumer, partitions: decided.map(nameOf) },
      'Halted partitions go on.',
    );
  }

  /** Puts a partition right that delivered from elsewhere. Its batch has been dropped. */
  async correct(
    slice: Slice,
    misplacement: Misplacement,
    subscription: Subscription,
  ): Promise<void> {
    const { topic, partition } = slice.batch;
    if (misplacement === 'truncated') {
      const [progress] = await readProgress(this.reader, [{ topic, partition }]);
      if (progress !== undefined) await this.halt(progress, 'truncated', subscription);
      return;
    }
    const positions = await this.place([{ topic, partition }], subscription);
    for (const position of positions) {
      if (misplacement === 'hole') this.tolerate(slice, position);
      subscription.seek(position);
    }
  }

  /**
   * Sought once: if the log begins above our place again, the hole is its own (control records), and the sequence
   * guards the content. Sought for ever, it was 7,975 seeks in five seconds.
   */
  private tolerate({ records }: Slice, { topic, partition, offset }: LogPosition): void {
    const name = nameOf({ topic, partition });
    this.holes.set(name, this.places.get(name) ?? offset);
    this.log.info(
      { consumer: this.reader.consumer, topic, partition, offset: records[0]!.offset },
      'The log has a hole of its own, or lost what was there.',
    );
  }

  private positionOf(progress: Progress, end: LogEnds): LogPosition {
    const { topic, partition, nextOffset, lastEventId } = progress;
    this.places.set(nameOf(progress), nextOffset);
    // One earlier where the log still has it: the record there shows whether this is the log that we read before.
    const back = lastEventId !== undefined && nextOffset > end.low ? 1n : 0n;
    return { topic, partition, offset: nextOffset - back };
  }

  private async halt(
    progress: Progress,
    reason: HaltReason,
    subscription: Subscription,
  ): Promise<void> {
    const { topic, partition } = progress;
    subscription.pause([{ topic, partition }]);
    // Said once: said again, it would undo what an operator has decided since we read it.
    if (progress.halted === undefined) await haltPartition(this.reader, progress, reason);
    this.halted.set(nameOf(progress), { topic, partition });
    this.log.error(
      { consumer: this.reader.consumer, topic, partition, reason },
      'A partition was halted: npm run ops -- accept-truncation.',
    );
  }
}

function haltReason({ nextOffset }: Progress, { low, high }: LogEnds): HaltReason | undefined {
  if (nextOffset > high) return 'truncated';
  return low > nextOffset ? 'start-beyond' : undefined;
}

async function endsByName(
  subscription: Subscription,
  partitions: readonly TopicPartition[],
): Promise<Map<string, LogEnds>> {
  const ends = await subscription.ends(partitions);
  if (ends.length < partitions.length)
    throw new Error('the log does not know the ends of a partition that it assigned');
  return new Map(ends.map((end) => [nameOf(end), end]));
}
