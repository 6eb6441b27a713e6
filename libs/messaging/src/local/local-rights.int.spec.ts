import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ServiceDatabase } from '@app/persistence';
import { createTestDatabase, type TestDatabase } from '@app/persistence/testing';
import pg from 'pg';
import { LocalEventLog } from './local-event-log.js';
import { endsOf, expireRecords } from './local-log.repository.js';
import { provisionEventLog } from './provision-event-log.js';

const OURS = 'madoguchi.test.ours.v1';
const THEIRS = 'madoguchi.test.theirs.v1';
const TOPICS = [
  { name: OURS, writer: 'applications', readers: ['life-events'] },
  { name: THEIRS, writer: 'life-events', readers: ['resident'] },
];
const record = (topic: string) => ({
  ...{ topic, partition: 0, key: 'k', headers: {} },
  value: Buffer.from('v'),
});
const moved = (): Promise<boolean> => Promise.resolve(true);

describe('rights on the local event log', () => {
  let test: TestDatabase;
  let reader: ServiceDatabase;
  const log = new LocalEventLog();
  const writerClient = () => ({ service: 'applications', db: test.db }) as const;
  const readerClient = () => ({ service: 'life-events', db: reader }) as const;

  beforeEach(async () => {
    test = await createTestDatabase({ service: 'applications', alsoFor: ['life-events'] });
    reader = new ServiceDatabase({ service: 'life-events', url: test.urlOf('life-events') });
    await provisionEventLog(test.adminUrl, TOPICS);
  });
  afterEach(async () => {
    await reader.close();
    await test.drop();
  });

  async function append(
    client: ReturnType<typeof writerClient | typeof readerClient>,
    topic: string,
  ) {
    const appender = await log.appender(client);
    return appender.append([record(topic)], moved);
  }

  it('lets a service append to its own topics only', async () => {
    await expect(append(writerClient(), OURS)).resolves.toBe(true);
    await expect(append(writerClient(), THEIRS)).rejects.toThrow();
    await expect(append(readerClient(), OURS)).rejects.toThrow();
    const forging = reader.pool.query(
      `INSERT INTO event_log.record (topic, partition, log_offset, headers) VALUES ($1, 0, 7, '{}')`,
      [OURS],
    );
    await expect(forging).rejects.toMatchObject({ code: '42501' });
  });

  it('lets a service read its own topics and those that it consumes only', async () => {
    await append(writerClient(), OURS);
    await append(readerClient(), THEIRS);
    const topicsOf = async (db: ServiceDatabase): Promise<string[]> =>
      (await db.query<{ topic: string }>('SELECT topic FROM event_log.record ORDER BY topic')).map(
        ({ topic }) => topic,
      );
    expect(await topicsOf(test.db)).toEqual([OURS]);
    expect(await topicsOf(reader)).toEqual([OURS, THEIRS]);
    await expect(log.checkTopics(writerClient(), [OURS, THEIRS])).rejects.toThrow(THEIRS);
    await expect(log.checkTopics(readerClient(), [OURS, THEIRS])).resolves.toBeUndefined();
  });

  it('lets nobody change what was said, nor remove it before its time', async () => {
    await append(writerClient(), OURS);
    const change = test.db.pool.query(`UPDATE event_log.record SET key = 'x'`);
    await expect(change).rejects.toMatchObject({ code: '42501' });
    expect((await test.db.pool.query('DELETE FROM event_log.record')).rowCount).toBe(0);
    expect(await expireRecords(test.db, [OURS], 0)).toBe(0);
  });

  it('removes what is older than thirty days, from the beginning', async () => {
    for (let count = 0; count < 3; count++) await append(writerClient(), OURS);
    const admin = new pg.Client({ connectionString: test.adminUrl });
    await admin.connect();
    await admin.query(
      `UPDATE event_log.record SET appended_at = now() - interval '31 days' WHERE log_offset < 2`,
    );
    await admin.end();
    expect(await expireRecords(test.db, [OURS, THEIRS], 30)).toBe(2);
    expect(await endsOf(test.db, [{ topic: OURS, partition: 0 }])).toEqual([
      { topic: OURS, partition: 0, low: 2n, high: 3n },
    ]);
  });

  it('may be provisioned again: nothing is lost, and rights are what they are then', async () => {
    await append(writerClient(), OURS);
    const before = await log.clusterId(writerClient());
    await provisionEventLog(test.adminUrl, [{ name: OURS, writer: 'applications', readers: [] }]);
    expect(await log.clusterId(writerClient())).toBe(before);
    expect(await test.db.query('SELECT FROM event_log.record')).toHaveLength(1);
    await expect(append(writerClient(), OURS)).resolves.toBe(true);
  });
});
