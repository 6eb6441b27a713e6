import { randomBytes } from 'node:crypto';
import { PARTITIONS, RETENTION_DAYS, TOPICS } from '@app/contracts';
import { schemaOf } from '@app/persistence';
import pg from 'pg';

/** Who may do what with a topic. The registry in @app/contracts has this shape. */
export interface TopicRights {
  readonly name: string;
  readonly writer: string;
  readonly readers: readonly string[];
}

const TABLES = `
  CREATE SCHEMA IF NOT EXISTS event_log;
  CREATE TABLE IF NOT EXISTS event_log.cluster (
    id text PRIMARY KEY
  );
  CREATE TABLE IF NOT EXISTS event_log.topic_partition (
    topic text NOT NULL,
    partition smallint NOT NULL,
    start_offset bigint NOT NULL DEFAULT 0,
    next_offset bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (topic, partition)
  ) WITH (fillfactor = 20);
  CREATE TABLE IF NOT EXISTS event_log.record (
    topic text NOT NULL,
    partition smallint NOT NULL,
    log_offset bigint NOT NULL,
    key text,
    headers json NOT NULL,
    value bytea,
    appended_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (topic, partition, log_offset)
  );
  ALTER TABLE event_log.topic_partition ENABLE ROW LEVEL SECURITY;
  ALTER TABLE event_log.record ENABLE ROW LEVEL SECURITY;`;

/**
 * The durable local log, in the database of the services. Each service's login may append to its own topics, read
 * those it consumes, and remove from its own what is older than 30 days: one policy per right and service. May be
 * repeated; rights are then set anew.
 * @param adminUrl an administrator of the database in which the services' logins were provisioned
 */
export async function provisionEventLog(
  adminUrl: string,
  topics: readonly TopicRights[] = TOPICS,
): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('BEGIN');
    await client.query(`SELECT pg_advisory_xact_lock(hashtextextended('event_log:provision', 0))`);
    await client.query(TABLES);
    await client.query(
      'INSERT INTO event_log.cluster (id) SELECT $1 WHERE NOT EXISTS (SELECT FROM event_log.cluster)',
      [`local-${randomBytes(12).toString('hex')}`],
    );
    await createPartitions(client, topics);
    await grantRights(client, topics);
    await client.query('COMMIT');
  } finally {
    await client.end();
  }
}

async function createPartitions(client: pg.Client, topics: readonly TopicRights[]): Promise<void> {
  await client.query(
    `INSERT INTO event_log.topic_partition (topic, partition)
     SELECT topic, partition FROM unnest($1::text[]) AS topic, generate_series(0, $2 - 1) AS partition
     ON CONFLICT DO NOTHING`,
    [topics.map((topic) => topic.name), PARTITIONS],
  );
}

async function grantRights(client: pg.Client, topics: readonly TopicRights[]): Promise<void> {
  const services = new Set(topics.flatMap((topic) => [topic.writer, ...topic.readers]));
  const found = await client.query<{ rolname: string }>(
    'SELECT rolname FROM pg_roles WHERE rolname = ANY ($1)',
    [[...services].map(schemaOf)],
  );
  const logins = new Set(found.rows.map((row) => row.rolname));
  for (const service of services) {
    if (logins.has(schemaOf(service))) await client.query(rightsOf(service, topics));
  }
}

function rightsOf(service: string, topics: readonly TopicRights[]): string {
  const login = pg.escapeIdentifier(schemaOf(service));
  const own = topics.filter((topic) => topic.writer === service);
  const read = topics.filter((topic) => own.includes(topic) || topic.readers.includes(service));
  const policy = (table: string, right: string, body: string): string => {
    const name = pg.escapeIdentifier(`${service}: ${right}`);
    return `DROP POLICY IF EXISTS ${name} ON event_log.${table};
      CREATE POLICY ${name} ON event_log.${table} FOR ${right} TO ${login} ${body};`;
  };
  const expired = `appended_at < now() - interval '${RETENTION_DAYS} days'`;
  return `
    GRANT USAGE ON SCHEMA event_log TO ${login};
    GRANT SELECT ON event_log.cluster TO ${login};
    GRANT SELECT, UPDATE ON event_log.topic_partition TO ${login};
    GRANT SELECT, INSERT, DELETE ON event_log.record TO ${login};
    ${policy('topic_partition', 'SELECT', `USING (${isOneOf(read)})`)}
    ${policy('topic_partition', 'UPDATE', `USING (${isOneOf(own)})`)}
    ${policy('record', 'SELECT', `USING (${isOneOf(read)})`)}
    ${policy('record', 'INSERT', `WITH CHECK (${isOneOf(own)})`)}
    ${policy('record', 'DELETE', `USING (${isOneOf(own)} AND ${expired})`)}`;
}

function isOneOf(topics: readonly TopicRights[]): string {
  if (topics.length === 0) return 'false';
  return `topic IN (${topics.map((topic) => pg.escapeLiteral(topic.name)).join(', ')})`;
}
