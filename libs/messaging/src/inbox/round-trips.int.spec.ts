import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { PoolClient } from 'pg';
import { Outbox } from '../outbox/outbox.js';
import { DeliveryWorld, caseIds } from '../testing/delivery-world.js';
import { localHarness } from '../testing/local-harness.js';
import { noteContract } from '../testing/two-services.js';

jest.setTimeout(30_000);

describe('the cost of a chunk', () => {
  let world: DeliveryWorld;
  afterEach(() => world.dispose());

  beforeEach(async () => {
    const outbox = new Outbox({ service: 'life-events', clock: { now: () => new Date() } });
    const answer = noteContract('madoguchi.test.answers.v1', { type: 'madoguchi.test.answered' });
    world = await DeliveryWorld.create(localHarness, {
      behaviour: {
        inTransaction: (tx, deliveries) => {
          for (const { key, data } of deliveries)
            outbox.add(tx, { ...answer, writer: 'life-events' }, { key, data });
          return Promise.resolve();
        },
      },
    });
  });

  it('is eight round trips, effects and answers of 150 cases on 24 partitions included', async () => {
    await world.start(world.writer);
    await world.say(caseIds(150));
    await world.writer.relay.drainTo();
    const transactions: string[][] = [];
    world.services.reader.db.pool.on('connect', (client) => watch(client, transactions));
    await world.start(world.reader);
    await world.reader.caughtUp();
    const chunks = transactions.filter((texts) =>
      texts.some((text) => text.includes('INTO effect')),
    );
    expect(world.handler.chunks.reduce((sum, size) => sum + size, 0)).toBe(150);
    // One of them is the test's own question whether anything was written before the locks.
    for (const texts of chunks) expect(texts).toHaveLength(9);
  });
});

/** Notes what a connection sends, transaction by transaction. */
function watch(client: PoolClient, transactions: string[][]): void {
  const send = client.query.bind(client) as (...args: unknown[]) => unknown;
  let texts: string[] = [];
  client.query = ((...args: unknown[]) => {
    const [statement] = args as [string | { text: string }];
    const text = typeof statement === 'string' ? statement : statement.text;
    if (text.startsWith('BEGIN')) transactions.push((texts = []));
    texts.push(text);
    if (text === 'COMMIT') texts = [];
    return send(...args);
  }) as PoolClient['query'];
}
