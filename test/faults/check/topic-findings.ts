import { PARTITIONS } from '@app/contracts';
import type { Evidence } from './evidence.js';
import { each, type Finding } from './finding.js';
import type { OutboxRow } from './tables.js';
import { idOf, sequenceOf, typeOf, type TopicRecord } from './topics.js';

const nameOf = ({ topic, headers, key }: TopicRecord): string =>
  `${topic} ${key} #${headers['ce_sequence'] ?? '?'} ${headers['ce_id'] ?? '?'}`;

/** The outboxes and the topics hold the same events, each at its place. */
export function outboxAndTopics({ tables, events }: Evidence): Finding[] {
  const said = new Map<string, OutboxRow>();
  for (const { outbox } of tables.messaging.values())
    for (const row of outbox) said.set(row.event_id, row);
  const heard = new Map(events.map((event) => [idOf(event), event]));
  const lost = [...said.values()].filter(({ event_id }) => !heard.has(event_id));
  const strange = events.filter((event) => !said.has(idOf(event)));
  const changed = events.filter((event) => differs(event, said.get(idOf(event))));
  return [
    ...each(
      'event-lost',
      lost,
      ({ topic, key, sequence, event_id }) =>
        `${topic} ${key} #${sequence} ${event_id} is in the outbox and not in the topic`,
    ),
    ...each('event-from-nowhere', strange, (event) => `${nameOf(event)} is in no outbox`),
    ...each('event-changed', changed, (event) => `${nameOf(event)} is not what the outbox holds`),
  ];
}

function differs(event: TopicRecord, row: OutboxRow | undefined): boolean {
  if (row === undefined) return false;
  const same =
    event.topic === row.topic &&
    event.partition === row.partition &&
    event.key === row.key &&
    sequenceOf(event) === row.sequence &&
    typeOf(event) === row.type;
  return !same || !event.value.equals(row.payload);
}

/** In each (topic, case): one partition, and the first copies are 1, 2, 3 … in the order of the log. */
export function sequences({ events, tables }: Evidence): Finding[] {
  const streams = Map.groupBy(events, ({ topic, key }) => `${topic} ${key}`);
  const findings: Finding[] = [];
  for (const [name, stream] of streams) {
    const partitions = new Set(stream.map(({ partition }) => partition));
    if (partitions.size > 1 || Math.max(...partitions) >= PARTITIONS)
      findings.push({ code: 'partition-changed', what: `${name}: ${[...partitions].join(', ')}` });
    const numbers = stream.map(sequenceOf);
    findings.push(...outOfOrder(name, numbers));
  }
  const ends = new Map([...streams].map(([name, stream]) => [name, stream.length]));
  const said = [...tables.messaging.values()].flatMap(({ stream }) => stream);
  const short = said.filter(({ topic, key, last }) => ends.get(`${topic} ${key}`) !== last);
  return [
    ...findings,
    ...each(
      'stream-differs',
      short,
      ({ topic, key, last }) =>
        `${topic} ${key}: ${last} said, ${ends.get(`${topic} ${key}`) ?? 0} in the topic`,
    ),
  ];
}

function outOfOrder(name: string, numbers: readonly number[]): Finding[] {
  const sorted = numbers.toSorted((a, b) => a - b);
  const what = `${name}: ${numbers.join(' ')}`;
  if (sorted.some((number, index) => number !== index + 1))
    return [{ code: 'sequence-gap-in-topic', what }];
  return sorted.some((number, index) => number !== numbers[index])
    ? [{ code: 'order-turned', what }]
    : [];
}

/** How often an event lies in the log once more than needed. */
export const copiesIn = ({ records, events }: Evidence): number => records.length - events.length;
