import pg from 'pg';
import { normalised, withoutVersion } from './observed.js';

/** Tables that say how far machines are: how they cut their work into chunks is chance. */
const PLACES =
  /\.(relay_cursor|partition_progress|topic_partition|stream_seen|inbox\w*|access_seal\w*|access_teller|access_anchor|case_access|cluster|migrations)$/;
/** Columns of chance: numbers of transactions and rows, hashes over ids and times. */
const CHANCE = new Set(
  'xid seq sequence log_offset partition fingerprint time request_id attempts'.split(' '),
);
/** How many snapshots of a case there are depends on the chunks; its last one is what counts. */
const SNAPSHOTS = 'madoguchi.life-events.case.v1';
/** What citizens are told of accesses is summed up now and then; the records themselves are compared. */
const SUMS = /^madoguchi\.[\w-]+\.access\.v1$/;
const OF_CASES = /^(life_events\."case"|applications\.application_status) /;

interface Row {
  readonly topic?: string;
  readonly key?: string;
  readonly sequence?: string;
  readonly outcome?: string;
  readonly headers?: { readonly ce_sequence?: string };
}

/** Every row of every table, as who can read tables sees it: sealed parts are only as long as they are. */
export async function storedLines(adminUrl: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      `SELECT format('%I.%I', nspname, relname) AS name
       FROM pg_class JOIN pg_namespace AS n ON n.oid = relnamespace
       WHERE relkind = 'r' AND nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema' ORDER BY 1`,
    );
    const lines: string[] = [];
    for (const { name } of tables.filter((table) => !PLACES.test(table.name))) {
      const { rows } = await client.query<{ row: Row }>(
        `SELECT to_jsonb(t) AS row FROM ${name} AS t`,
      );
      const comparable = rows.map(({ row }) => row).filter(({ topic = '' }) => !SUMS.test(topic));
      lines.push(...linesOf(name, withoutEarlierSnapshots(comparable)));
    }
    return lines.sort();
  } finally {
    await client.end();
  }
}

/** Equal refusals of a while are one row: how long the while was is chance. */
function linesOf(name: string, rows: readonly Row[]): string[] {
  const line = (row: Row): string => {
    const text = `${name} ${normalised(JSON.stringify(withoutChance(row)))}`;
    return OF_CASES.test(text) || row.topic === SNAPSHOTS ? withoutVersion(text) : text;
  };
  const refused = rows.filter(({ outcome }) => outcome === 'refused').map(line);
  const others = rows.filter(({ outcome }) => outcome !== 'refused').map(line);
  return [...new Set(refused), ...others];
}

const sequenceOf = ({ sequence, headers }: Row): number =>
  Number(sequence ?? headers?.ce_sequence ?? 0);

function withoutEarlierSnapshots(rows: readonly Row[]): Row[] {
  const last = new Map<string | undefined, Row>();
  for (const row of rows.filter(({ topic }) => topic === SNAPSHOTS))
    if (sequenceOf(row) >= sequenceOf(last.get(row.key) ?? {})) last.set(row.key, row);
  return rows.filter((row) => row.topic !== SNAPSHOTS || last.get(row.key) === row);
}

const withoutChance = (row: object): object =>
  Object.fromEntries(
    Object.entries(row).map(([column, value]) => [
      column,
      CHANCE.has(column) ? '<chance>' : readable(value),
    ]),
  );

/** Bytes that are text, such as the payload of an event, are read; of others the length can be seen. */
function readable(value: unknown): unknown {
  if (typeof value !== 'string' || !value.startsWith('\\x')) return value;
  const bytes = Buffer.from(value.slice(2), 'hex');
  const text = bytes.toString('utf8');
  return text.startsWith('{') ? text : `<${bytes.length} bytes>`;
}
