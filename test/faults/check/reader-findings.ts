import { SERVICES, TOPICS, type ServiceName } from '@app/contracts';
import type { Evidence } from './evidence.js';
import { each, type Finding } from './finding.js';
import type { MessagingTables, StreamRow } from './tables.js';

/** Every reader has seen of every stream what its writer said, and knows each event by its id. */
export function readersAndWriters({ tables }: Evidence): Finding[] {
  return TOPICS.flatMap(({ name, writer, readers }) =>
    readers.flatMap((reader) =>
      readerOf(name, tables.messaging.get(writer)!, reader, tables.messaging.get(reader)!),
    ),
  );
}

function readerOf(
  topic: string,
  writer: MessagingTables,
  reader: ServiceName,
  tables: MessagingTables,
): Finding[] {
  const ofTopic = (row: StreamRow): boolean => row.topic === topic;
  const seen = new Map(tables.seen.filter(ofTopic).map(({ key, last }) => [key, last]));
  const behind = writer.stream.filter(ofTopic).filter(({ key, last }) => seen.get(key) !== last);
  const said = writer.outbox.filter((row) => row.topic === topic);
  const unknown = said.filter(({ event_id }) => !tables.inbox.has(event_id));
  const keys = new Set(writer.stream.filter(ofTopic).map(({ key }) => key));
  const strange = [...seen.keys()].filter((key) => !keys.has(key));
  return [
    ...each(
      'reader-behind',
      behind,
      ({ key, last }) =>
        `${topic} ${key}: ${last} said, ${reader} saw ${seen.get(key) ?? 'nothing'}`,
    ),
    ...each(
      'event-not-in-inbox',
      unknown,
      ({ key, sequence }) => `${topic} ${key} #${sequence}: ${reader} does not know it`,
    ),
    ...each('stream-from-nowhere', strange, (key) => `${topic} ${key}: only ${reader} knows it`),
  ];
}

/** Nothing waits for anybody: no record is put aside, no partition is halted. */
export function putAside({ tables }: Evidence): Finding[] {
  return SERVICES.flatMap((service) => {
    const { parked, halted } = tables.messaging.get(service)!;
    return [
      ...each(
        'parked',
        parked,
        ({ topic, key, sequence, reason, state }) =>
          `${service}: ${topic} ${key ?? '?'} #${sequence ?? '?'} ${reason}, ${state}`,
      ),
      ...each(
        'halted',
        halted,
        ({ topic, partition, halted: why }) => `${service}: ${topic}/${partition} ${why}`,
      ),
    ];
  });
}
