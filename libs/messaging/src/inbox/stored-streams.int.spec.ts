import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { localHarness } from '../testing/local-harness.js';
import { createTwoServices, type TwoServices } from '../testing/two-services.js';
import { caseIds } from '../testing/delivery-world.js';
import { enterInbox, finishChunk } from './chunk.repository.js';

jest.setTimeout(30_000);

const CONSUMER = 'life-events';
const CLUSTER = 'cluster';

describe('a chunk of one record', () => {
  let services: TwoServices;

  beforeEach(async () => {
    services = await createTwoServices(localHarness);
  });
  afterEach(() => services.drop());

  const run = (key: string): Promise<number> =>
    services.reader.uow.run({ role: 'worker', keys: [key] }, async (tx) => {
      const [topic] = services.topics;
      const chunk = { consumer: CONSUMER, clusterId: CLUSTER, topic: topic!, partition: 0 };
      const [eventId] = caseIds(1);
      const streams = [{ topic: topic!, key }];
      await enterInbox(tx, { ...chunk, partitions: [chunk], streams, eventIds: [eventId!] });
      const plan = { topic: topic!, key, before: undefined, last: 1, blocked: false, steps: [] };
      await finishChunk(tx, chunk, [plan], []);
      const [row] = await tx.query<{ read: number }>(
        `SELECT sum(seq_tup_read + idx_tup_fetch)::int AS read
         FROM pg_stat_xact_user_tables WHERE relname IN ('stream_seen', 'parked', 'inbox')`,
      );
      return row!.read;
    });

  it('reads as much however many cases were heard of since its statements were planned', async () => {
    // More than the five runs that PostgreSQL plans each for itself, on tables with next to nothing in them.
    for (const key of caseIds(8)) await run(key);
    const fewStored = await run(caseIds(1)[0]!);
    const { administrator } = services.reader;
    await administrator.query(
      `INSERT INTO stream_seen (consumer, topic, key, last)
       SELECT $1, $2, gen_random_uuid(), 1 FROM generate_series(1, 3000)`,
      [CONSUMER, services.topics[0]],
    );
    await administrator.query(
      `INSERT INTO parked (consumer, topic, key, event_id, sequence, cluster_id, partition, log_offset, record, reason, state)
       SELECT $1, $2, gen_random_uuid(), gen_random_uuid(), 1, '', 0, n, '', 'failed', 'dead'
       FROM generate_series(1, 3000) AS n`,
      [CONSUMER, services.topics[0]],
    );
    expect(await run(caseIds(1)[0]!)).toBe(fewStored);
  });
});
