import {
  SERVICES,
  type CaseSnapshotData,
  type ServiceName,
  type TaskChangedData,
} from '@app/contracts';
import type { Entry } from '../load/client-log.js';
import { firstOfEach, type Evidence } from './evidence.js';
import type { MessagingTables, OutboxRow, StreamRow, TaskRow, Tables } from './tables.js';
import type { TopicRecord } from './topics.js';

type Mutable<T> = {
  -readonly [K in keyof T]: T[K] extends readonly (infer Item)[] ? Item[] : T[K];
};

/** Evidence that can be falsified, one line at a time. */
export interface SmallCity {
  client: Entry[];
  tables: Omit<Mutable<Tables>, 'messaging'> & {
    messaging: Map<ServiceName, Mutable<MessagingTables>>;
  };
  records: TopicRecord[];
}

const KEY = 'filing-1';
const CASE = 'case-1';
const APPLICATION = 'application-1';
const TASK = 'task-1';

const task: TaskRow = {
  ...{ section: 'insurance', id: TASK, case_id: CASE, procedure_id: 'nhi-enroll' },
  ...{ status: 'IN_REVIEW', version: 2, held: null, returned_items: [] },
};

const changed = (version: number, status: string): TaskChangedData =>
  ({
    caseId: CASE,
    taskId: TASK,
    status,
    version,
    held: null,
    returnedItems: [],
  }) as unknown as TaskChangedData;

const snapshot = (version: number, taskVersion: number, status: string): CaseSnapshotData =>
  ({
    ...{ caseId: CASE, applicationId: APPLICATION, version, status: 'OPEN' },
    tasks: [{ taskId: TASK, status, version: taskVersion, held: null, returnedItems: [] }],
  }) as unknown as CaseSnapshotData;

/** What was said, in order: writer, reader, topic, type, data. */
const SAID: readonly [ServiceName, ServiceName, string, string, unknown][] = [
  ['applications', 'life-events', 'applications.application', 'application.submitted', {}],
  ['life-events', 'insurance', 'insurance.task', 'insurance.open-tasks', {}],
  [
    'insurance',
    'life-events',
    'insurance.status',
    'insurance.task-changed',
    changed(1, 'RECEIVED'),
  ],
  [
    'insurance',
    'life-events',
    'insurance.status',
    'insurance.task-changed',
    changed(2, 'IN_REVIEW'),
  ],
  ['life-events', 'applications', 'life-events.case', 'case.opened', snapshot(1, 0, 'RECEIVED')],
  ['life-events', 'applications', 'life-events.case', 'case.changed', snapshot(2, 2, 'IN_REVIEW')],
];

/** One filing that became one task, claimed once, without any fault. */
export function smallCity(): SmallCity {
  const messaging = new Map<ServiceName, Mutable<MessagingTables>>(
    SERVICES.map((service) => [
      service,
      { outbox: [], stream: [], seen: [], inbox: new Set<string>(), parked: [], halted: [] },
    ]),
  );
  const records = SAID.map(([writer, reader, topic, type, data], index) => {
    const name = `madoguchi.${topic}.v1`;
    const stream = streamIn(messaging.get(writer)!.stream, name);
    streamIn(messaging.get(reader)!.seen, name).last = stream.last += 1;
    const row: OutboxRow = {
      ...{
        event_id: `event-${index}`,
        topic: name,
        partition: 3,
        key: CASE,
        sequence: stream.last,
      },
      ...{ type: `madoguchi.${type}`, payload: Buffer.from(JSON.stringify({ data })) },
    };
    messaging.get(writer)!.outbox.push(row);
    (messaging.get(reader)!.inbox as Set<string>).add(row.event_id);
    return recordOf(row, index);
  });
  return { client: entries(), tables: tablesWith(messaging), records };
}

export const evidenceOf = ({ client, tables, records }: SmallCity): Evidence => ({
  ...{ client, tables, records },
  events: firstOfEach(records),
});

type Stream = { -readonly [K in keyof StreamRow]: StreamRow[K] };

function streamIn(streams: StreamRow[], topic: string): Stream {
  const known = streams.find((one) => one.topic === topic);
  if (known) return known;
  const fresh: Stream = { topic, key: CASE, last: 0 };
  streams.push(fresh);
  return fresh;
}

const recordOf = (row: OutboxRow, offset: number): TopicRecord => ({
  ...{ topic: row.topic, partition: row.partition, offset: BigInt(offset), key: row.key },
  headers: { ce_id: row.event_id, ce_sequence: String(row.sequence), ce_type: row.type },
  value: row.payload,
});

function entries(): Entry[] {
  const required = [{ procedureId: 'nhi-enroll', section: 'insurance' as const }];
  const ids = { applicationId: APPLICATION, caseId: CASE };
  const action = { what: 'action', section: 'insurance', taskId: TASK, action: 'claim' } as const;
  return [
    { what: 'filing', key: KEY, required },
    { what: 'answer', key: KEY, outcome: 'accepted', status: 202, ...ids },
    { what: 'filing', key: 'filing-2', required },
    { what: 'answer', key: 'filing-2', outcome: 'unknown', status: null },
    { what: 'abandoned', key: 'filing-2' },
    { ...action, outcome: 'accepted', version: 2, status: 'IN_REVIEW' },
    { what: 'seen', reader: 0, applicationId: APPLICATION, version: 1, status: 'OPEN' },
    { what: 'seen', reader: 0, applicationId: APPLICATION, version: 2, status: 'OPEN' },
  ];
}

function tablesWith(messaging: SmallCity['tables']['messaging']): SmallCity['tables'] {
  const read = { version: 2, status: 'OPEN', snapshot: snapshot(2, 2, 'IN_REVIEW') };
  return {
    messaging,
    applications: [{ id: APPLICATION, case_id: CASE, withdrawal_requested: false }],
    keys: new Map([[KEY, APPLICATION]]),
    corrections: [],
    statuses: [{ application_id: APPLICATION, case_id: CASE, ...read }],
    cases: [{ id: CASE, application_id: APPLICATION, status: 'OPEN', version: 2 }],
    caseTasks: [{ ...task }],
    tasks: [{ ...task }],
    history: [
      { task_id: TASK, version: 1, to_status: 'RECEIVED' },
      { task_id: TASK, version: 2, to_status: 'IN_REVIEW' },
    ],
  };
}
