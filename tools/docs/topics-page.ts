import {
  CONTRACTS,
  PARTITIONS,
  RETENTION_DAYS,
  TOPIC_ACCESS,
  TOPICS,
  type EventContract,
  type TopicAccess,
} from '@app/contracts';

const HEAD = `# Topics

Generated from \`libs/contracts\` by \`node dist/tools/docs.js\`; the whole of it is \`asyncapi.json\`.

Every topic has one writing service and ${PARTITIONS} partitions, keeps its records for ${RETENTION_DAYS} days and is never compacted.
The key of every record is the case id. **Start** says where a reader that meets a case for the first time begins: at its first
record, or, for full snapshots, anywhere. **Sealed for** is the one service that can open the record's personal part.`;

function rowOf({ type, kind, start, sealedFor, sealedRequired, summary }: EventContract): string {
  const sealed =
    sealedFor === undefined ? '-' : `${sealedFor}${sealedRequired ? '' : ' (optional)'}`;
  return `| \`${type}\` | ${kind} | ${start} | ${sealed} | ${summary} |`;
}

function topicSection({ name, writer, readers }: (typeof TOPICS)[number]): string {
  const rows = CONTRACTS.filter(({ topic }) => topic === name).map(rowOf);
  return [
    `## \`${name}\``,
    '',
    `${writer} → ${readers.join(', ')}`,
    '',
    '| type | kind | start | sealed for | what it says |',
    '|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}

const namesOf = (topics: readonly string[]): string =>
  topics.map((topic) => `\`${topic}\``).join('<br>') || '-';

const rightsRow = ({ service, writes, reads, group, groupPrefix }: TopicAccess): string =>
  `| ${service} | ${namesOf(writes)} | ${namesOf(reads)} | \`${group}\`, \`${groupPrefix}…\` |`;

const rights = (): string =>
  [
    '## Rights at the brokers',
    '',
    'Each service has a user of its name (SCRAM-SHA-512) that may write (WRITE, DESCRIBE) and read (READ, DESCRIBE) these topics and',
    'be a member of these groups (READ), and nothing else. Only the administrator makes topics, users and rights.',
    '',
    '| user | writes | reads | groups |',
    '|---|---|---|---|',
    ...TOPIC_ACCESS.map(rightsRow),
  ].join('\n');

/** docs/topics.md: who writes and who reads what. */
export function topicsPage(): string {
  const overview = TOPICS.map(
    ({ name, writer, readers, types }) =>
      `| \`${name}\` | ${writer} | ${readers.join(', ')} | ${types.length} |`,
  );
  const table = ['| topic | writer | readers | types |', '|---|---|---|---|', ...overview].join(
    '\n',
  );
  return `${[HEAD, table, rights(), ...TOPICS.map(topicSection)].join('\n\n')}\n`;
}
