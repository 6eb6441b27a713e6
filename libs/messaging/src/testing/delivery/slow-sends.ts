import { expect, it } from '@jest/globals';
import type {
  Appender,
  EventLog,
  LogClient,
  LogRecord,
  MoveCursor,
  Subscription,
} from '../../event-log.port.js';
import { Watch } from '../../watch.js';
import { caseIds, type DeliveryWorld } from '../delivery-world.js';
import { PATIENCE_MS, type WorldMaker } from './world-maker.js';

/** Longer than a lease. */
const SLOW_MS = 4_000;

/** A log whose first answer to an append is on its way for as long as a test wants; the records are there already. */
class SlowAnswers implements EventLog {
  readonly kind;
  private readonly sent = Promise.withResolvers<void>();
  private readonly answer = Promise.withResolvers<void>();
  private held = false;

  constructor(private readonly log: EventLog) {
    this.kind = log.kind;
  }

  /** Resolves when the first append waits for its answer. */
  whenSent(): Promise<void> {
    return this.sent.promise;
  }

  letAnswer(): void {
    this.answer.resolve();
  }

  async appender(client: LogClient): Promise<Appender> {
    const real = await this.log.appender(client);
    return {
      append: (records: readonly LogRecord[], move: MoveCursor) =>
        real.append(records, async (via) => {
          if (!this.held) await this.hold();
          return move(via);
        }),
      close: () => real.close(),
    };
  }

  clusterId(client: LogClient): Promise<string> {
    return this.log.clusterId(client);
  }

  checkTopics(client: LogClient, topics: readonly string[]): Promise<void> {
    return this.log.checkTopics(client, topics);
  }

  subscribe(...args: Parameters<EventLog['subscribe']>): Promise<Subscription> {
    return this.log.subscribe(...args);
  }

  close(): Promise<void> {
    return this.log.close();
  }

  private async hold(): Promise<void> {
    this.held = true;
    this.sent.resolve();
    await this.answer.promise;
  }
}

/** A send that takes longer than the lease, and two relays of one service. */
export function slowSendTests(make: WorldMaker): void {
  async function sending(keys: readonly string[]): Promise<{
    world: DeliveryWorld;
    log: SlowAnswers;
    slow: ReturnType<DeliveryWorld['writerAgain']>;
    other: ReturnType<DeliveryWorld['writerAgain']>;
  }> {
    const world = await make();
    const log = new SlowAnswers(world.services.harness.open());
    const slow = world.writerAgain(log);
    await world.start(slow);
    await world.relayIs(slow, 'leading');
    const other = world.writerAgain();
    await world.start(other, world.reader);
    await world.say(keys);
    await log.whenSent();
    return { world, log, slow, other };
  }

  it(
    'keeps the lease while its answer is on the way, and nobody takes over',
    async () => {
      const keys = caseIds(5);
      const { world, log, slow, other } = await sending(keys);
      await world.leaseOutlives(SLOW_MS);
      await world.say(keys);
      log.letAnswer();
      await slow.relay.drainTo();
      await world.reader.caughtUp();
      for (const key of keys) expect(await world.sequences(key)).toEqual([1, 2]);
      expect(other.relay.state).toBe('standby');
      expect(world.writerCounts.of).toEqual({});
      expect(world.counts.of).toEqual({});
    },
    PATIENCE_MS,
  );

  it(
    'moves nothing any more when another one has taken over, and readers drop what came twice',
    async () => {
      const keys = caseIds(5);
      const { world, log, other } = await sending(keys);
      // As when the process is stopped for longer than its lease.
      await world.endLease();
      await new Watch().until(() => Promise.resolve(other.relay.state === 'leading'));
      await world.say(keys);
      log.letAnswer();
      await other.relay.drainTo();
      await new Watch().until(() => Promise.resolve((world.writerCounts.of.fenced ?? 0) > 0));
      await world.say(keys);
      await other.relay.drainTo();
      await world.reader.caughtUp();
      for (const key of keys) expect(await world.sequences(key)).toEqual([1, 2, 3]);
      expect(await world.parked()).toEqual([]);
      const { duplicate_dropped: dropped = 0, ...rest } = world.counts.of;
      expect(rest).toEqual({});
      // The local log takes records and cursor in one transaction: it has nothing twice.
      expect(dropped).toBe(log.kind === 'kafka' ? keys.length : 0);
    },
    PATIENCE_MS,
  );
}
