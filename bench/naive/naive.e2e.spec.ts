import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { seededFilings } from '../../test/support/seeded-filings.js';
import { describeWithKafka } from '../../test/support/kafka-suite.js';
import { now } from '../load/clock.js';
import { FilingClient } from '../load/filing-client.js';
import { completionsSince, drain } from '../observe/completion.js';
import { ObservedDatabase } from '../observe/database.js';
import { doubledTasks, lostOf } from '../observe/lost-and-doubled.js';
import { Ground } from '../systems/ground.js';
import { Naive } from '../systems/naive.js';

const PATIENCE_MS = 60_000;

describeWithKafka('The naive system that ours is compared with', () => {
  let ground: Ground;
  let naive: Naive;
  let database: ObservedDatabase;

  beforeAll(async () => {
    ground = await Ground.make([]);
    naive = await Naive.start(ground);
    database = await ObservedDatabase.open(ground.stack.addresses.postgres, naive.database);
  }, 360_000);

  afterAll(async () => {
    await database?.close();
    await naive?.stop();
    await ground?.clear();
  }, 60_000);

  it('brings every filing to all its sections and back as one status', async () => {
    const client = new FilingClient(naive.target.url, 4);
    const startedAt = now();
    const log = await Promise.all(
      seededFilings(11, 12).map(({ idempotencyKey, account, body }) => {
        const token = naive.target.tokens[account] ?? '';
        const filing = { idempotencyKey, token, body: Buffer.from(JSON.stringify(body)) };
        return client.submit(filing, now());
      }),
    );
    client.close();
    const caseIds = log.flatMap(({ accepted }) => accepted?.caseId ?? []);
    expect(caseIds).toHaveLength(12);
    expect(await drain(database, { since: startedAt, patienceMs: PATIENCE_MS })).toBe(0);
    const completions = await completionsSince(database, startedAt);
    expect(completions.map(({ caseId }) => caseId).toSorted()).toEqual(caseIds.toSorted());
    for (const { atSections, shown } of completions) expect(shown).toBeGreaterThan(atSections);
    expect([await lostOf(database, caseIds), await doubledTasks(database, caseIds)]).toEqual([
      0, 0,
    ]);
  }, 180_000);
});
