import { describe, expect, it } from '@jest/globals';
import { prove } from './check.js';
import { evidenceOf, smallCity, type SmallCity } from './small-city.js';

const STATUS = 'madoguchi.insurance.status.v1';

/** One thing that went wrong, and what the checker has to call it (it may find more). */
const WRONGS: readonly [string, string, (city: SmallCity) => void][] = [
  [
    'an accepted filing is not there',
    'accepted-and-lost',
    ({ tables }) => (tables.keys = new Map()),
  ],
  [
    'an accepted filing got other ids',
    'accepted-and-lost',
    ({ tables }) => (tables.applications[0] = { ...tables.applications[0]!, case_id: 'case-2' }),
  ],
  ['a filing opened no case', 'filing-in-part', ({ tables }) => (tables.cases = [])],
  [
    'an unknown filing is there by half',
    'filing-in-part',
    ({ tables }) => (tables.keys = new Map([...tables.keys, ['filing-2', 'application-2']])),
  ],
  ['a required task is not at its section', 'required-task', ({ tables }) => (tables.tasks = [])],
  [
    'a required task is there twice',
    'task-doubled',
    ({ tables }) => tables.tasks.push({ ...tables.tasks[0]!, id: 'task-2' }),
  ],
  [
    'a case is there that nobody filed',
    'filed-by-nobody',
    ({ tables }) => tables.tasks.push({ ...tables.tasks[0]!, case_id: 'case-2' }),
  ],
  [
    'a well-made filing was refused',
    'refused',
    ({ client }) =>
      client.push({ what: 'answer', key: 'filing-3', outcome: 'refused', status: 400 }),
  ],
  [
    'an accepted correction is not there',
    'accepted-and-lost',
    ({ client }) =>
      client.push({
        ...{ what: 'correction', key: 'correction-1', applicationId: 'application-1' },
        ...{ outcome: 'accepted', status: 202 },
      }),
  ],
  [
    'a stored correction was not said',
    'said-otherwise',
    ({ tables }) => tables.corrections.push({ id: 'c', application_id: 'application-1' }),
  ],
  [
    "an officer's action is not there",
    'action-lost',
    ({ tables }) => (tables.history[1] = { ...tables.history[1]!, to_status: 'RETURNED' }),
  ],
  [
    'a step of a task is missing',
    'history-with-a-hole',
    ({ tables }) => tables.history.push({ task_id: 'task-1', version: 4, to_status: 'DECIDED' }),
  ],
  ['an event is in no topic', 'event-lost', ({ records }) => records.pop()],
  [
    'an event is in no outbox',
    'event-from-nowhere',
    ({ tables }) => tables.messaging.get('insurance')!.outbox.pop(),
  ],
  [
    'an event is not what was said',
    'event-changed',
    ({ records }) => (records[0] = { ...records[0]!, value: Buffer.from('{"data":{"x":1}}') }),
  ],
  [
    'two events turned round',
    'order-turned',
    ({ records }) => records.splice(2, 2, records[3]!, records[2]!),
  ],
  [
    'an event in the middle is missing',
    'sequence-gap-in-topic',
    ({ records }) => records.splice(2, 1),
  ],
  [
    'a case changed its partition',
    'partition-changed',
    ({ records }) => (records[3] = { ...records[3]!, partition: 4 }),
  ],
  [
    'the last event of a case is missing',
    'stream-differs',
    ({ tables }) =>
      (tables.messaging.get('insurance')!.stream[0] = { topic: STATUS, key: 'case-1', last: 3 }),
  ],
  [
    'a reader has not seen all',
    'reader-behind',
    ({ tables }) => (tables.messaging.get('insurance')!.seen = []),
  ],
  [
    'a reader does not know an event',
    'event-not-in-inbox',
    ({ tables }) => (tables.messaging.get('life-events')!.inbox = new Set()),
  ],
  [
    'an event was put aside',
    'parked',
    ({ tables }) =>
      tables.messaging.get('insurance')!.parked.push({
        topic: STATUS,
        key: 'case-1',
        sequence: 2,
        reason: 'gap',
        state: 'waiting',
      }),
  ],
  [
    'a partition was halted',
    'halted',
    ({ tables }) =>
      tables.messaging
        .get('insurance')!
        .halted.push({ topic: STATUS, partition: 3, halted: 'truncated' }),
  ],
  [
    'a task went back',
    'task-version-backward',
    (city) => (city.records = city.records.map(withVersions({ 1: 2, 2: 1 }))),
  ],
  [
    'a citizen was shown an older status',
    'status-shown-backward',
    ({ client }) =>
      client.push({
        what: 'seen',
        reader: 0,
        applicationId: 'application-1',
        version: 1,
        status: 'OPEN',
      }),
  ],
  [
    'the status shown is not the last that was said',
    'status-unlike-events',
    ({ tables }) => (tables.statuses[0] = { ...tables.statuses[0]!, version: 1 }),
  ],
  ['no status is shown', 'status-unlike-events', ({ tables }) => (tables.statuses = [])],
  [
    'a case is not what it said of itself',
    'case-unlike-its-events',
    ({ tables }) => (tables.cases[0] = { ...tables.cases[0]!, status: 'CLOSED' }),
  ],
  [
    'life-events knows a task otherwise than its section',
    'task-unlike-case',
    ({ tables }) => (tables.caseTasks[0] = { ...tables.caseTasks[0]!, version: 1 }),
  ],
  [
    'a section said otherwise than it stored',
    'task-unlike-events',
    ({ tables }) => {
      for (const rows of [tables.tasks, tables.caseTasks]) rows[0] = { ...rows[0]!, version: 3 };
    },
  ],
];

/** The same records with other versions in the section's words. */
function withVersions(versions: Record<number, number>) {
  return (record: SmallCity['records'][number]): SmallCity['records'][number] => {
    if (record.topic !== STATUS) return record;
    const { data } = JSON.parse(record.value.toString()) as { data: { version: number } };
    const value = Buffer.from(
      JSON.stringify({ data: { ...data, version: versions[data.version] } }),
    );
    return { ...record, value };
  };
}

describe('The checker', () => {
  it('finds nothing where nothing is wrong', () => {
    expect(prove(evidenceOf(smallCity()))).toEqual([]);
  });

  it('does not mind what was sent twice', () => {
    const city = smallCity();
    city.records.push(...city.records.slice(2));
    expect(prove(evidenceOf(city))).toEqual([]);
  });

  it.each(WRONGS)('finds that %s', (_what, code, harm) => {
    const city = smallCity();
    harm(city);
    expect(prove(evidenceOf(city)).map((finding) => finding.code)).toContain(code);
  });
});
