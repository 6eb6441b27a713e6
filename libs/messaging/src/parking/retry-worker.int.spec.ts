import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { cloudEventHeaders } from '../envelope/cloud-event-headers.js';
import { partitionOf } from '../partition/partition-of.js';
import { caseIds, DeliveryWorld } from '../testing/delivery-world.js';
import { inject } from '../testing/delivery/raw-events.js';
import { localHarness } from '../testing/local-harness.js';
import { encodeRecord } from './parked-record.js';

jest.setTimeout(30_000);

const TOPIC = 'madoguchi.life-events.case.v1';
/** Of this topic, and not for the reader of these tests. */
const FOR_OTHERS = 'madoguchi.case.changed';

describe('what an older version did not know', () => {
  let world: DeliveryWorld;
  beforeEach(async () => {
    world = await DeliveryWorld.create(localHarness, { topic: TOPIC });
  });
  afterEach(() => world.dispose());

  /** As a version left it that did not know the type. */
  async function parkUnknown(key: string, id: string): Promise<void> {
    const partition = partitionOf(key);
    const event = { id, type: FOR_OTHERS, key, sequence: 1, source: '/x', time: '2026-11-20' };
    const record = { topic: TOPIC, partition, offset: 0n, key, value: undefined };
    const { administrator } = world.services.reader;
    await administrator.query(`INSERT INTO inbox VALUES ('life-events', $1)`, [id]);
    await administrator.query(
      `INSERT INTO parked (consumer, topic, key, sequence, event_id, type, cluster_id, partition, log_offset,
         record, reason, state)
       VALUES ('life-events', $1, $2, 1, $3, $4, 'log', $5, 0, $6, 'unknown-type', 'waiting')`,
      [
        ...[TOPIC, key, id, FOR_OTHERS, partition],
        encodeRecord({ ...record, headers: cloudEventHeaders(event) }),
      ],
    );
  }

  it('is passed when the new version knows that it is for others', async () => {
    const [key, id] = caseIds(2) as [string, string];
    await parkUnknown(key, id);
    await world.start(world.reader);
    await inject(world, { key, sequence: 2 });
    await world.reader.caughtUp();
    await world.nothingParked();
    expect(await world.sequences(key)).toEqual([2]);
  });
});
