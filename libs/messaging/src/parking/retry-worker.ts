import { backoffMs, OUTAGE_BACKOFF } from '../backoff.js';
import type { DeliveryCounters, DeliveryLog } from '../host.port.js';
import { Pace, within } from '../pace.js';
import {
  awaitedTypes,
  dueStreams,
  wakeTypes,
  type StreamName,
} from './parked-stream.repository.js';
import type { StreamDrain } from './stream-drain.js';

export interface RetryWorkerOptions {
  readonly drain: StreamDrain;
  readonly log: DeliveryLog;
  readonly counters: DeliveryCounters;
}

const STREAMS_PER_LOOK = 20;
const LOOK_MS = 1_000;
const STOP_PATIENCE_MS = 3_000;

/** Tries parked streams again when they are due, each in its own transaction; one that fails holds up no other. */
export class RetryWorker {
  private readonly pace = new Pace({ busyMs: LOOK_MS, idleMs: LOOK_MS });
  private going = false;
  private failures = 0;
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly options: RetryWorkerOptions) {}

  start(): void {
    this.going = true;
    this.running = this.run();
  }

  wake(): void {
    this.pace.wake();
  }

  async stop(): Promise<void> {
    this.going = false;
    this.pace.stop();
    // A stream that waits for a lock longer than this is left to PostgreSQL's rollback.
    await within(STOP_PATIENCE_MS, this.running);
  }

  private async run(): Promise<void> {
    const { db, consumer } = this.options.drain.options;
    let typesWoken = false;
    while (this.going) {
      try {
        this.pace.look();
        if (!typesWoken) await this.wakeKnownTypes();
        typesWoken = true;
        const due = await dueStreams(db, consumer, STREAMS_PER_LOOK);
        await this.drainEach(due);
        this.failures = 0;
        if (due.length === 0) await this.pace.rest();
      } catch (error) {
        await this.outage(error);
      }
    }
  }

  /** Those that this version handles, and those of which it knows that they are not for this service. */
  private async wakeKnownTypes(): Promise<void> {
    const { db, consumer, registry } = this.options.drain.options;
    const awaited = await awaitedTypes(db, consumer);
    const known = awaited.filter(
      ({ topic, type }) => registry.reactionTo(topic, type).to !== 'wait',
    );
    if (known.length > 0) await wakeTypes(db, consumer, known);
  }

  /** What the system does to one stream must not keep the others from their turn. */
  private async drainEach(due: readonly StreamName[]): Promise<void> {
    const failures: unknown[] = [];
    for (const stream of due) {
      if (this.going) await this.drain(stream).catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0) throw failures[0];
  }

  private async drain(stream: StreamName): Promise<void> {
    const { consumer } = this.options.drain.options;
    const { applied, died } = await this.options.drain.drain(stream);
    const place = { consumer, topic: stream.topic, caseId: stream.key };
    if (applied > 0)
      this.options.log.info({ ...place, rows: applied }, 'Parked records were applied.');
    if (!died) return;
    this.options.counters.increment('dead', consumer);
    this.options.log.error(place, 'A parked record is dead: its stream waits for an operator.');
  }

  /** The system's fault: no record is counted a try for it. */
  private async outage(error: unknown): Promise<void> {
    const retryInMs = backoffMs(++this.failures, OUTAGE_BACKOFF);
    this.options.log.error({ err: error, retryInMs }, 'Parked records could not be tried.');
    await this.pace.pause(retryInMs);
  }
}
