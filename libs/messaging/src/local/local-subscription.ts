import { backoffMs, OUTAGE_BACKOFF } from '../backoff.js';
import type {
  LogBatch,
  LogClient,
  LogEnds,
  LogPosition,
  Subscription,
  SubscriptionHandler,
  TopicPartition,
} from '../event-log.port.js';
import { Pace } from '../pace.js';
import { endsOf, readRecords, type ReadPartition } from './local-log.repository.js';

/** One partition as this subscription reads it. */
interface Reading {
  readonly topic: string;
  readonly partition: number;
  offset: bigint;
  paused: boolean;
  busy: Promise<void> | undefined;
  /** Grows with each seek: what a batch of before resolves does not count. */
  generation: number;
}

const nameOf = ({ topic, partition }: TopicPartition): string => `${topic}|${partition}`;

export interface LocalSubscriptionOptions {
  readonly client: LogClient;
  readonly handler: SubscriptionHandler;
  readonly partitions: readonly TopicPartition[];
  readonly onClosed: () => void;
}

/** Reads all partitions of its topics by their positions; woken in process, else looking every 50 to 250 ms. */
export class LocalSubscription implements Subscription {
  private readonly readings: ReadonlyMap<string, Reading>;
  private readonly pace = new Pace({ busyMs: 50, idleMs: 250 });
  private readonly closing = new AbortController();
  private failures = 0;
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly options: LocalSubscriptionOptions) {
    this.readings = new Map(
      options.partitions.map((place) => [
        nameOf(place),
        { ...place, offset: 0n, paused: false, busy: undefined, generation: 0 },
      ]),
    );
  }

  start(): void {
    this.running = this.run();
  }

  wake(): void {
    this.pace.wake();
  }

  pause(partitions: readonly TopicPartition[]): void {
    for (const reading of this.readingsOf(partitions)) reading.paused = true;
  }

  resume(partitions: readonly TopicPartition[]): void {
    for (const reading of this.readingsOf(partitions)) reading.paused = false;
    this.wake();
  }

  seek(position: LogPosition): void {
    for (const reading of this.readingsOf([position])) {
      reading.offset = position.offset;
      reading.generation++;
    }
    this.wake();
  }

  ends(partitions: readonly TopicPartition[]): Promise<LogEnds[]> {
    return endsOf(this.options.client.db, partitions);
  }

  async close(): Promise<void> {
    this.closing.abort();
    this.pace.stop();
    await this.running;
    await Promise.all([...this.readings.values()].map(async (reading) => reading.busy));
    this.options.onClosed();
  }

  private readingsOf(partitions: readonly TopicPartition[]): Reading[] {
    return partitions.flatMap((place) => this.readings.get(nameOf(place)) ?? []);
  }

  private async run(): Promise<void> {
    await this.askForPositions();
    while (!this.closing.signal.aborted) {
      try {
        await this.look();
        this.failures = 0;
      } catch {
        // The database is away: whoever writes the chunks says so loudly, we only wait.
        await this.pace.pause(backoffMs(++this.failures, OUTAGE_BACKOFF));
      }
    }
  }

  private async look(): Promise<void> {
    this.pace.look();
    const free = [...this.readings.values()].filter((reading) => !reading.paused && !reading.busy);
    const generations = new Map(free.map((reading) => [reading, reading.generation]));
    const read = free.length === 0 ? [] : await readRecords(this.options.client.db, free);
    const found = read.filter(({ records }) => records.length > 0);
    if (read.some((one) => one.high < this.readings.get(nameOf(one))!.offset))
      await this.askForPositions();
    this.options.handler.looked?.();
    if (found.length === 0) return this.pace.rest();
    this.pace.found();
    for (const one of found) {
      const reading = this.readings.get(nameOf(one))!;
      // Sought or paused while the records were on their way: they are read again from the new place.
      if (reading.paused || reading.generation !== generations.get(reading)) continue;
      reading.busy = this.deliver(reading, one);
    }
  }

  /** At the start, and when the log ends before a place that was to be read: whoever knows better says where to go on. */
  private async askForPositions(): Promise<void> {
    const positions = await this.options.handler.assigned(this.options.partitions, this);
    for (const position of positions) this.seek(position);
  }

  private async deliver(reading: Reading, read: ReadPartition): Promise<void> {
    const { generation } = reading;
    const batch: LogBatch = {
      ...read,
      signal: this.closing.signal,
      resolve: (nextOffset) => {
        if (reading.generation === generation) reading.offset = nextOffset;
      },
    };
    try {
      await this.options.handler.batch(batch);
    } finally {
      reading.busy = undefined;
      this.wake();
    }
  }
}
