import type { Kafka } from 'kafkajs';
import pg from 'pg';
import { type Entry, readClientLog } from '../load/client-log.js';
import { readTables, type Tables } from './tables.js';
import { idOf, readTopics, type TopicRecord } from './topics.js';

/** Where the evidence lies. */
export interface Scene {
  /** PostgreSQL as superuser, in the services' database. */
  readonly databaseUrl: string;
  /** As the cluster's administrator. */
  readonly kafka: () => Kafka;
  readonly clientLog: string;
  /** The folder with what the processes wrote. */
  readonly logs: string;
}

/** All that the checker looks at, read once, after everything has drained. */
export interface Evidence {
  readonly client: readonly Entry[];
  readonly tables: Tables;
  readonly records: readonly TopicRecord[];
  /** Without the copies of what was sent twice: the first of each event id, in the log's order. */
  readonly events: readonly TopicRecord[];
}

export async function readEvidence(scene: Scene): Promise<Evidence> {
  const records = await readTopics(scene.kafka());
  const tables = await withClient(scene.databaseUrl, readTables);
  return { client: readClientLog(scene.clientLog), tables, records, events: firstOfEach(records) };
}

export function firstOfEach(records: readonly TopicRecord[]): TopicRecord[] {
  const first = new Map<string, TopicRecord>();
  for (const record of records) if (!first.has(idOf(record))) first.set(idOf(record), record);
  return [...first.values()];
}

export async function withClient<T>(
  url: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
