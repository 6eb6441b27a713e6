import { SERVICES, TOPICS } from '@app/contracts';
import type { Kafka } from 'kafkajs';
import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { withClient, type Scene } from './evidence.js';
import { schemaOf } from './tables.js';
import { topicEnds } from './topics.js';

const LOOK_MS = 250;
/** A halted partition is not on its way: an operator has to decide. */
const HALTED = 2 ** 52;

/**
 * Waits until nothing is on its way: every access is told, every outbox is sent, everything in the topics is applied or put aside, nothing
 * that was put aside is about to be tried, and nobody said anything meanwhile. Answers what is still on its way when
 * the time is over.
 */
export async function drained(scene: Scene, withinMs: number): Promise<string | undefined> {
  const deadline = Date.now() + withinMs;
  const kafka = scene.kafka();
  let onItsWay = 'nobody could look';
  while (Date.now() < deadline) {
    onItsWay = await look(scene, kafka).catch((error: unknown) => String(error));
    if (onItsWay === '') return undefined;
    await delay(LOOK_MS);
  }
  return onItsWay;
}

const look = (scene: Scene, kafka: Kafka): Promise<string> =>
  withClient(scene.databaseUrl, async (client) => {
    const before = await saidSoFar(client);
    const left = [
      await untold(client),
      await unsent(client),
      await unread(client, kafka),
      await untried(client),
    ];
    const more = (await saidSoFar(client)) === before ? '' : 'somebody says something';
    return [...left, more].filter(Boolean).join(', ');
  });

const perService = (sql: (schema: string, service: string) => string): string =>
  SERVICES.map((service) => sql(schemaOf(service), service)).join(' UNION ALL ');

async function saidSoFar(client: pg.ClientBase): Promise<string> {
  const { rows } = await client.query(
    perService(
      (schema) => `SELECT max(xid::text::bigint), max(seq), count(*) FROM ${schema}.outbox`,
    ),
  );
  return JSON.stringify(rows);
}

async function unsent(client: pg.ClientBase): Promise<string> {
  const { rows } = await client.query<{ service: string; count: number }>(
    perService(
      (schema, service) =>
        `SELECT '${service}' AS service, count(*)::int AS count FROM ${schema}.outbox AS o
         JOIN ${schema}.relay_cursor AS c ON (o.xid, o.seq) > (c.last_xid, c.last_seq)`,
    ),
  );
  const waiting = rows.filter(({ count }) => count > 0);
  return waiting.map(({ service, count }) => `${service} has ${count} to send`).join(', ');
}

/** That staff looked at a case is told some seconds after it was sealed. */
async function untold(client: pg.ClientBase): Promise<string> {
  const { rows } = await client.query<{ service: string; count: number }>(
    perService(
      (schema, service) =>
        `SELECT '${service}' AS service, count(*)::int AS count FROM ${schema}.access_record AS r
         JOIN ${schema}.access_teller AS t ON (r.generation, r.xid, r.seq) > (t.generation, t.last_xid, t.last_seq)
         WHERE r.case_id IS NOT NULL AND r.outcome = 'granted' AND r.role NOT IN ('citizen', 'service')`,
    ),
  );
  const waiting = rows.filter(({ count }) => count > 0);
  return waiting.map(({ service, count }) => `${service} has ${count} accesses to tell`).join(', ');
}

async function unread(client: pg.ClientBase, kafka: Kafka): Promise<string> {
  const ends = await topicEnds(kafka);
  const { rows } = await client.query<{ service: string; place: string; next: string }>(
    perService(
      (schema, service) =>
        `SELECT '${service}' AS service, topic || '/' || partition AS place,
           CASE WHEN halted IS NULL THEN next_offset ELSE ${HALTED} END AS next
         FROM ${schema}.partition_progress WHERE consumer = '${service}'`,
    ),
  );
  const reached = new Map(rows.map(({ service, place, next }) => [`${service} ${place}`, next]));
  const behind = TOPICS.flatMap(({ name, readers }) =>
    readers.filter((reader) =>
      [...ends].some(
        ([place, end]) =>
          place.startsWith(`${name}/`) &&
          end > 0n &&
          BigInt(reached.get(`${reader} ${place}`) ?? 0) < end,
      ),
    ),
  );
  return behind.length === 0 ? '' : `${[...new Set(behind)].join(', ')} have to read`;
}

async function untried(client: pg.ClientBase): Promise<string> {
  const { rows } = await client.query<{ count: number }>(
    perService(
      (schema) => `SELECT count(*)::int AS count FROM ${schema}.parked WHERE state = 'retrying'`,
    ),
  );
  const count = rows.reduce((sum, row) => sum + row.count, 0);
  return count === 0 ? '' : `${count} put aside are tried again`;
}
