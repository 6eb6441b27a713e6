import type { Instrument, Mutation } from './instrument.js';

const UNIT_OF_WORK = 'libs/persistence/src/unit-of-work.js';
const PLAN = 'libs/messaging/src/inbox/plan-chunk.js';
const RUNNER = 'libs/messaging/src/inbox/chunk-runner.js';
const CURSOR = 'libs/messaging/src/relay/relay-cursor.repository.js';
const LEASE = 'libs/messaging/src/relay/lease.js';
const APPENDER = 'libs/messaging/src/kafka/kafka-appender.js';
const LEADERSHIP = 'libs/messaging/src/relay/leadership.js';
const DESK = 'libs/section-desk/src';
const DESK_TABLES = `${DESK}/persistence/migrations/1763810000000-create-section-desk.migration.js`;

const noLocks: Instrument = {
  name: 'no-locks',
  file: UNIT_OF_WORK,
  find: ', tx.lock(options.keys)',
  replace: '',
  why: 'two transactions write of one case at the same time',
};

const lateLocks: Instrument = {
  name: 'late-locks',
  file: UNIT_OF_WORK,
  find: 'result = await work(tx);',
  replace: 'result = await work(tx); await tx.lock(options.keys);',
  why: 'a transaction has its id before its turn: the outbox goes by ids, the numbers by turns',
};

/**
 * No guard: time between what a transaction writes and the numbers that its events get, so that two of one case meet
 * there. Alone it must change nothing.
 */
export const STRETCH: Instrument = {
  name: 'stretch',
  file: UNIT_OF_WORK,
  find: 'await tx.runBeforeCommit();',
  replace:
    'await new Promise((resolve) => setTimeout(resolve, Math.random() * 40)); await tx.runBeforeCommit();',
  why: 'what takes microseconds happens too rarely',
};

const inboxForgets: Instrument = {
  name: 'inbox-forgets',
  file: PLAN,
  find: 'if (!this.fresh.delete(opened.id))',
  replace: 'if (false)',
  why: 'what came before is not known by its id',
};

const anyNumber: Instrument = {
  name: 'any-number',
  file: PLAN,
  find: 'if (opened.sequence <= stream.last) {',
  replace: 'if (false) {',
  why: 'what came before is not known by its number',
};

const numberStays: Instrument = {
  name: 'number-stays',
  file: PLAN,
  find: 'stream.last = opened.sequence;',
  replace: 'stream.last = Math.max(stream.last, opened.sequence);',
  why: 'a duplicate must not make a gap out of what follows it',
};

const deskOpensAgain: Instrument = {
  name: 'desk-opens-again',
  file: `${DESK}/features/handle-orders/apply-order.decision.js`,
  find: 'return known === undefined;',
  replace: 'return true;',
  why: 'the desk does not look whether it has the task',
};

const tasksWithoutId: Instrument = {
  name: 'tasks-without-id',
  file: DESK_TABLES,
  find: 'id uuid PRIMARY KEY,',
  replace: 'id uuid NOT NULL,',
  why: 'the table takes a task twice',
};

const tasksWithoutIndex: Instrument = {
  name: 'tasks-without-index',
  file: DESK_TABLES,
  find: 'CONSTRAINT task_case_procedure_key UNIQUE (case_id, procedure_id),',
  replace: '',
  why: 'the table takes two tasks of one procedure',
};

const unreferenced = (table: string): Instrument => ({
  name: `${table}-unreferenced`,
  file: DESK_TABLES,
  find: ` CONSTRAINT ${table}_task_id_fkey REFERENCES task (id)`,
  replace: '',
  why: 'a foreign key wants the id to be unique',
});

const partsTwice: Instrument = {
  name: 'parts-twice',
  file: `${DESK}/persistence/write-tasks.repository.js`,
  find: 'jsonb_populate_recordset(null::${table}, $1::jsonb)`',
  replace: 'jsonb_populate_recordset(null::${table}, $1::jsonb) ON CONFLICT DO NOTHING`',
  why: 'what lies beside the task would refuse the duplicate for it',
};

const progressOfAnyone: Instrument = {
  name: 'progress-of-anyone',
  file: 'libs/messaging/src/inbox/chunk.repository.js',
  find: 'AND p.next_offset = m.read AND',
  replace: 'AND',
  why: 'whoever lost a partition moves its progress all the same, also back',
};

const belowOurPlace: Instrument = {
  name: 'below-our-place',
  file: RUNNER,
  find: 'record.offset >= progress.get(nameOf(record)).nextOffset',
  replace: 'true',
  why: 'records that were done are planned again',
};

const cursorOfAnyone: Instrument = {
  name: 'cursor-of-anyone',
  file: CURSOR,
  find: 'SET last_xid = $3, last_seq = $4 WHERE service = $1 AND epoch = $2',
  replace: 'SET last_xid = $3, last_seq = $4 WHERE service = $1 AND $2::bigint IS NOT NULL',
  why: 'a relay that was replaced moves the cursor, also back',
};

const leaseForEver: Instrument = {
  name: 'lease-for-ever',
  file: LEASE,
  find: 'return !this.over && this.now() < this.deadline;',
  replace: 'return true;',
  why: 'a relay that was stopped past its lease believes to lead',
};

const sendsInHalves: Instrument = {
  name: 'sends-in-halves',
  file: APPENDER,
  find: 'await this.#producer.sendBatch({',
  replace:
    'await ((common) => Promise.all([records.slice(0, Math.ceil(records.length / 2)), ' +
    'records.slice(Math.ceil(records.length / 2))].filter((half) => half.length > 0).map((half) => ' +
    'this.#producer.sendBatch({ ...common, topicMessages: byTopic(half) }))))({',
  why: 'two sends are in flight',
};

const idempotentProducer: Instrument = {
  name: 'idempotent-producer',
  file: APPENDER,
  find: 'idempotent: false,',
  replace: 'idempotent: true,',
  why: "kafkajs's idempotent mode gives a number to two batches when an answer is lost",
};

const manyInFlight: Instrument = {
  name: 'many-in-flight',
  file: APPENDER,
  find: 'maxInFlightRequests: 1,',
  replace: 'maxInFlightRequests: 5,',
  why: 'two sends are in flight',
};

const producerRetries: Instrument = {
  name: 'producer-retries',
  file: APPENDER,
  find: 'retry: { retries: 0 },',
  replace: 'retry: { retries: 5 },',
  why: 'kafkajs tries again by itself, with numbers that it rolled back',
};

const appenderKept: Instrument = {
  name: 'appender-kept',
  file: LEADERSHIP,
  find: 'this.appender = undefined;',
  replace: '',
  why: 'the producer of a failed send goes on',
};

const appenderOpen: Instrument = {
  name: 'appender-open',
  file: LEADERSHIP,
  find: 'dropped?.close()',
  replace: 'Promise.resolve(dropped)',
  why: 'the producer of a failed send goes on',
};

const neverSpent: Instrument = {
  name: 'never-spent',
  file: APPENDER,
  find: "if (this.#state !== 'idle')",
  replace: 'if (false)',
  why: 'the producer of a failed send goes on',
};

const othersOvertake: Instrument = {
  name: 'others-overtake',
  file: PLAN,
  find: 'if (stream.blocked)',
  replace: 'if (false)',
  why: 'what follows a parked event of its case is not held back',
};

const gapsAreNothing: Instrument = {
  name: 'gaps-are-nothing',
  file: PLAN,
  find: 'if (opened.sequence > stream.last + 1) {',
  replace: 'if (false) {',
  why: 'what follows a parked event of its case is not missed',
};

const everyTransaction: Instrument = {
  name: 'every-transaction',
  file: 'libs/messaging/src/relay/outbox-reader.repository.js',
  find: 'AND xid < ${lowestOwnTransaction(db.service)}',
  replace: '',
  why: 'the cursor passes rows of transactions that still run',
};

/** Each takes away every guard that would cover for the one it is named after. */
export const MUTATIONS: readonly Mutation[] = [
  {
    name: 'locks',
    guards: [noLocks, STRETCH],
    mustShow: 'sequence_gap rises; versions of a task or case collide (answers 500, parked events)',
  },
  {
    name: 'locks-after-writes',
    guards: [noLocks, lateLocks, STRETCH],
    mustShow:
      'sequence_gap rises: a topic has the events of a case in another order than their numbers',
  },
  {
    name: 'duplicates',
    guards: [
      ...[inboxForgets, anyNumber, numberStays],
      ...[deskOpensAgain, tasksWithoutId, tasksWithoutIndex, partsTwice],
      ...['correction', 'task_note', 'task_history'].map(unreferenced),
    ],
    mustShow:
      'duplicate_dropped stays 0 and a section has a task twice, after a send that was repeated',
  },
  {
    name: 'fencing',
    guards: [progressOfAnyone, belowOurPlace, cursorOfAnyone, leaseForEver],
    mustShow: 'fenced stays 0 and a cursor moves back, after a leader was stopped past its lease',
  },
  {
    name: 'one-send',
    guards: [
      ...[sendsInHalves, idempotentProducer, manyInFlight],
      ...[producerRetries, appenderKept, appenderOpen, neverSpent],
    ],
    mustShow: 'after a lost answer to Produce an event that the cursor has passed is in no topic',
  },
  {
    name: 'parking',
    guards: [othersOvertake, gapsAreNothing],
    mustShow: 'events of a case are applied although an earlier one is parked',
  },
  {
    name: 'outbox-order',
    guards: [everyTransaction, STRETCH],
    mustShow: 'an event that the cursor has passed is in no topic',
  },
];
