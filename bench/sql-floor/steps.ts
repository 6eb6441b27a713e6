import { SECTIONS } from '@app/contracts';

const SUBMITTED_TOPIC = 'madoguchi.applications.application.v1';
const CASE_CHANGED = 'madoguchi.case.changed';

/** Rows of one table that one transaction of ours wrote for a case. */
export interface TableRows {
  readonly table: string;
  /** Answers `case_id` and `row` for the cases in `$1`. */
  readonly sql: string;
}

/** One transaction of one service in the chain of a filing. */
export interface Step {
  readonly schema: string;
  readonly tables: readonly TableRows[];
  /** What it reads records of, and so moves its progress in; nothing for the intake. */
  readonly reads: boolean;
}

interface Selection {
  readonly schema: string;
  readonly table: string;
  /** The case's id, in words of the row `t` or of what is joined. */
  readonly key?: string;
  readonly join?: string;
  readonly where?: string;
}

function rows({
  schema,
  table,
  key = 't.case_id',
  join = '',
  where = 'true',
}: Selection): TableRows {
  const sql = `SELECT ${key} AS case_id, to_json(t)::text AS row FROM ${schema}.${table} t ${join}
    WHERE ${key} = ANY ($1::uuid[]) AND ${where}`;
  return { table, sql };
}

const OF_SECTIONS = SECTIONS.map((section) => `SELECT event_id, key FROM ${section}.outbox`).join(
  ' UNION ALL ',
);

/** The inbox has no key: it is the one of the event, which lies in the writer's outbox. */
function inbox(schema: string, written: string, where = 'true'): TableRows {
  const join = `JOIN (${written}) o ON o.event_id = t.event_id`;
  return rows({ schema, table: 'inbox', key: 'o.key', join, where });
}

const written = (schema: string): string => `SELECT event_id, key FROM ${schema}.outbox`;

const keyed = (schema: string, table: string, where?: string): TableRows =>
  rows({ schema, table, key: 't.key', ...(where && { where }) });

const intake: Step = {
  schema: 'applications',
  reads: false,
  tables: [
    rows({ schema: 'applications', table: 'application' }),
    rows({
      ...{ schema: 'applications', table: 'idempotency_key', key: 'a.case_id' },
      join: 'JOIN applications.application a ON a.id = t.application_id',
    }),
    keyed('applications', 'stream'),
    keyed('applications', 'outbox'),
  ],
};

const openCase: Step = {
  schema: 'life_events',
  reads: true,
  tables: [
    inbox('life_events', written('applications')),
    keyed('life_events', 'stream_seen', `t.topic = '${SUBMITTED_TOPIC}'`),
    rows({ schema: 'life_events', table: '"case"', key: 't.id' }),
    rows({ schema: 'life_events', table: 'case_task' }),
    rows({ schema: 'life_events', table: 'filing' }),
    keyed('life_events', 'stream'),
    keyed('life_events', 'outbox', `t.type <> '${CASE_CHANGED}'`),
  ],
};

const receive = (schema: string): Step => ({
  schema,
  reads: true,
  tables: [
    inbox(schema, written('life_events')),
    keyed(schema, 'stream_seen'),
    rows({ schema, table: 'task' }),
    rows({ schema, table: 'received_part' }),
    rows({
      ...{ schema, table: 'task_history', key: 'k.case_id' },
      join: `JOIN ${schema}.task k ON k.id = t.task_id`,
    }),
    keyed(schema, 'stream'),
    keyed(schema, 'outbox'),
  ],
});

const followTasks: Step = {
  schema: 'life_events',
  reads: true,
  tables: [
    inbox('life_events', OF_SECTIONS),
    keyed('life_events', 'stream_seen', `t.topic <> '${SUBMITTED_TOPIC}'`),
    keyed('life_events', 'outbox', `t.type = '${CASE_CHANGED}'`),
  ],
};

const showStatus: Step = {
  schema: 'applications',
  reads: true,
  tables: [
    inbox('applications', written('life_events')),
    keyed('applications', 'stream_seen'),
    rows({ schema: 'applications', table: 'application_status' }),
  ],
};

/** In the order in which a filing meets them. */
export const STEPS: readonly Step[] = [
  intake,
  openCase,
  ...SECTIONS.map(receive),
  followTasks,
  showStatus,
];

/** Where the copies of a service's tables are. */
export const floorSchemaOf = (schema: string): string => `floor_${schema}`;
