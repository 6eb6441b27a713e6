import pg from 'pg';
import type {
  EventLogFactory,
  EventLogHarness,
  HarnessWorld,
  RawRecord,
} from './event-log-harness.js';
import { LocalEventLog } from '../local/local-event-log.js';
import { provisionEventLog } from '../local/provision-event-log.js';
import type { LogPosition } from '../event-log.port.js';

/** The local log for the suites: in the database of the test's services. */
export const localHarness: EventLogFactory = async (world) => {
  await provisionEventLog(
    world.adminUrl,
    world.topics.map((name) => ({
      name,
      writer: world.writer.service,
      readers: [world.reader.service],
    })),
  );
  const admin = new pg.Pool({ connectionString: world.adminUrl, max: 1 });
  admin.on('error', () => undefined);
  return new LocalHarness(admin, world);
};

class LocalHarness implements EventLogHarness {
  private readonly opened: LocalEventLog[] = [];

  constructor(
    private readonly admin: pg.Pool,
    readonly world: HarnessWorld,
  ) {}

  open(): LocalEventLog {
    const log = new LocalEventLog();
    this.opened.push(log);
    return log;
  }

  async inject(records: readonly RawRecord[]): Promise<void> {
    for (const record of records) {
      await this.admin.query(
        `WITH placed AS (
           UPDATE event_log.topic_partition SET next_offset = next_offset + 1
           WHERE topic = $1 AND partition = $2 RETURNING next_offset - 1 AS log_offset)
         INSERT INTO event_log.record (topic, partition, log_offset, key, headers, value)
         SELECT $1, $2, log_offset, $3, $4, $5 FROM placed`,
        [
          record.topic,
          record.partition,
          record.key ?? null,
          JSON.stringify(record.headers ?? {}),
          record.value ?? null,
        ],
      );
    }
  }

  async recreate(topic: string): Promise<void> {
    await this.admin.query('DELETE FROM event_log.record WHERE topic = $1', [topic]);
    await this.admin.query(
      'UPDATE event_log.topic_partition SET start_offset = 0, next_offset = 0 WHERE topic = $1',
      [topic],
    );
  }

  async trim({ topic, partition, offset }: LogPosition): Promise<void> {
    await this.admin.query(
      'DELETE FROM event_log.record WHERE topic = $1 AND partition = $2 AND log_offset < $3',
      [topic, partition, offset.toString()],
    );
    await this.admin.query(
      'UPDATE event_log.topic_partition SET start_offset = $3 WHERE topic = $1 AND partition = $2',
      [topic, partition, offset.toString()],
    );
  }

  async dispose(): Promise<void> {
    await Promise.all(this.opened.map((log) => log.close()));
    await this.admin.end();
  }
}
