import { SECTIONS, SERVICES, type SectionName, type ServiceName } from '@app/contracts';
import type pg from 'pg';

export interface OutboxRow {
  readonly event_id: string;
  readonly topic: string;
  readonly partition: number;
  readonly key: string;
  readonly sequence: number;
  readonly type: string;
  readonly payload: Buffer;
}

export interface StreamRow {
  readonly topic: string;
  readonly key: string;
  readonly last: number;
}

export interface ParkedRow {
  readonly topic: string;
  readonly key: string | null;
  readonly sequence: number | null;
  readonly reason: string;
  readonly state: string;
}

export interface TaskRow {
  readonly section: SectionName;
  readonly id: string;
  readonly case_id: string;
  readonly procedure_id: string;
  readonly status: string;
  readonly version: number;
  readonly held: string | null;
  readonly returned_items: readonly string[];
}

/** Everything that one service wrote for and from the log. */
export interface MessagingTables {
  readonly outbox: readonly OutboxRow[];
  readonly stream: readonly StreamRow[];
  readonly seen: readonly StreamRow[];
  readonly inbox: ReadonlySet<string>;
  readonly parked: readonly ParkedRow[];
  readonly halted: readonly { topic: string; partition: number; halted: string }[];
}

export interface ApplicationRow {
  readonly id: string;
  readonly case_id: string;
  readonly withdrawal_requested: boolean;
}

export interface StatusRow {
  readonly application_id: string;
  readonly case_id: string;
  readonly version: number;
  readonly status: string;
  readonly snapshot: unknown;
}

export interface CaseRow {
  readonly id: string;
  readonly application_id: string;
  readonly status: string;
  readonly version: number;
}

/** The services' tables as they stand, read as superuser past row-level security. */
export interface Tables {
  readonly messaging: ReadonlyMap<ServiceName, MessagingTables>;
  readonly applications: readonly ApplicationRow[];
  readonly keys: ReadonlyMap<string, string>;
  readonly corrections: readonly { id: string; application_id: string }[];
  readonly statuses: readonly StatusRow[];
  readonly cases: readonly CaseRow[];
  /** As life-events knows them. */
  readonly caseTasks: readonly TaskRow[];
  /** As the sections have them. */
  readonly tasks: readonly TaskRow[];
  readonly history: readonly { task_id: string; version: number; to_status: string }[];
}

export const schemaOf = (service: ServiceName): string => service.replaceAll('-', '_');

const TASK = 'id, case_id, procedure_id, status, version, held, returned_items';

export async function readTables(client: pg.ClientBase): Promise<Tables> {
  const rows = async <R extends pg.QueryResultRow>(sql: string): Promise<R[]> =>
    (await client.query<R>(sql)).rows;
  const messaging = new Map<ServiceName, MessagingTables>();
  for (const service of SERVICES) messaging.set(service, await readMessaging(client, service));
  const tasks = SECTIONS.map((one) => `SELECT '${one}' AS section, ${TASK} FROM ${one}.task`);
  const history = SECTIONS.map(
    (one) => `SELECT task_id, version, to_status FROM ${one}.task_history`,
  );
  const keys = await rows<{ key: string; application_id: string }>(
    'SELECT key, application_id FROM applications.idempotency_key',
  );
  return {
    messaging,
    keys: new Map(keys.map(({ key, application_id }) => [key, application_id])),
    applications: await rows(
      `SELECT id, case_id, withdrawal_requested_at IS NOT NULL AS withdrawal_requested
       FROM applications.application`,
    ),
    corrections: await rows('SELECT id, application_id FROM applications.correction'),
    statuses: await rows(
      'SELECT application_id, case_id, version, status, snapshot FROM applications.application_status',
    ),
    cases: await rows('SELECT id, application_id, status, version FROM life_events."case"'),
    caseTasks: await rows(`SELECT section, ${TASK} FROM life_events.case_task`),
    tasks: await rows(tasks.join(' UNION ALL ')),
    history: await rows(history.join(' UNION ALL ')),
  };
}

async function readMessaging(
  client: pg.ClientBase,
  service: ServiceName,
): Promise<MessagingTables> {
  const schema = schemaOf(service);
  const rows = async <R extends pg.QueryResultRow>(sql: string): Promise<R[]> =>
    (await client.query<R>(sql)).rows;
  const inbox = await rows<{ event_id: string }>(
    `SELECT event_id FROM ${schema}.inbox WHERE consumer = '${service}'`,
  );
  return {
    outbox: await rows(
      `SELECT event_id, topic, partition, key, sequence::float8 AS sequence, type, payload
       FROM ${schema}.outbox WHERE NOT redelivery ORDER BY xid, seq`,
    ),
    stream: await rows(`SELECT topic, key, last::float8 AS last FROM ${schema}.stream`),
    seen: await rows(
      `SELECT topic, key, last::float8 AS last FROM ${schema}.stream_seen WHERE consumer = '${service}'`,
    ),
    inbox: new Set(inbox.map(({ event_id }) => event_id)),
    parked: await rows(
      `SELECT topic, key, sequence::float8 AS sequence, reason, state FROM ${schema}.parked ORDER BY id`,
    ),
    halted: await rows(
      `SELECT topic, partition, halted FROM ${schema}.partition_progress WHERE halted IS NOT NULL`,
    ),
  };
}
