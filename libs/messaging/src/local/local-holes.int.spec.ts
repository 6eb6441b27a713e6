import { afterEach, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import type { LogPosition, SubscribeOptions, Subscription } from '../event-log.port.js';
import { partitionOf } from '../partition/partition-of.js';
import { caseIds, DeliveryWorld } from '../testing/delivery-world.js';
import { localHarness } from '../testing/local-harness.js';
import { LocalEventLog } from './local-event-log.js';

jest.setTimeout(30_000);

/** Counts how often a consumer puts its partitions elsewhere. */
class SeekCountingLog extends LocalEventLog {
  readonly seeks: LogPosition[] = [];

  override async subscribe(
    client: Parameters<LocalEventLog['subscribe']>[0],
    options: SubscribeOptions,
  ): Promise<Subscription> {
    const subscription = await super.subscribe(client, options);
    const seek = subscription.seek.bind(subscription);
    subscription.seek = (position) => {
      this.seeks.push(position);
      seek(position);
    };
    return subscription;
  }
}

describe('a hole in the log', () => {
  let world: DeliveryWorld;
  afterEach(() => world.dispose());

  /** As control records make one in Kafka: the offset was used, and nothing is there to read. */
  async function makeHole({ topic, partition, offset }: LogPosition): Promise<void> {
    const admin = new pg.Client({ connectionString: world.services.adminUrl });
    await admin.connect();
    await admin.query(
      'DELETE FROM event_log.record WHERE topic = $1 AND partition = $2 AND log_offset = $3',
      [topic, partition, offset.toString()],
    );
    await admin.end();
  }

  it('is sought once and then passed, and the sequence guards what was in it', async () => {
    world = await DeliveryWorld.create(localHarness);
    await world.start(world.writer);
    const log = new SeekCountingLog();
    const [key] = caseIds(1) as [string];
    for (let count = 0; count < 3; count++) await world.say([key]);
    await world.writer.relay.drainTo();
    const { topic } = world.contract;
    const partition = partitionOf(key);
    await world.services.reader.db.query(
      `INSERT INTO partition_progress (consumer, cluster_id, topic, partition, next_offset)
       SELECT 'life-events', id, $1, $2, 0 FROM event_log.cluster`,
      [topic, partition],
    );
    await makeHole({ topic, partition, offset: 0n });
    const reader = world.readerOn(log);
    await world.start(reader);
    await reader.caughtUp();
    expect(await world.sequences(key)).toEqual([]);
    expect(world.counts.of).toMatchObject({ sequence_gap: 1, parked: 2 });
    expect(log.seeks.filter((at) => at.partition === partition)).toEqual([
      { topic, partition, offset: 0n },
      { topic, partition, offset: 0n },
    ]);
    await log.close();
  });
});
