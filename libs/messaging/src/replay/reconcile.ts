import type { ServiceDatabase } from '@app/persistence';
import { NIL as NO_CASE } from 'uuid';
import type { Decision } from './decision.repository.js';
import { redeliver } from './redeliver.js';

export interface ReconcileOptions {
  readonly topic: string;
  readonly writer: ServiceDatabase;
  readonly reader: ServiceDatabase;
  readonly consumer: string;
  /** Only compare. */
  readonly dryRun?: boolean;
}

export interface ReconcileReport {
  readonly streams: number;
  /** Streams of which the reader has not seen the end, and which do not wait for something parked. */
  readonly behind: number;
  readonly redelivered: number;
  /** Streams of which the next event is in the outbox no more: only their writer's own tables can help. */
  readonly lost: readonly string[];
  /** Streams in which the reader saw more than was said, or that nobody said: the writer came back from an old backup. */
  readonly ahead: readonly string[];
}

interface Stream {
  readonly key: string;
  readonly sequence: number;
}

const PAGE = 5_000;
const SHOWN = 100;

/**
 * Compares what the writer said last in each stream with what the reader saw last, and redelivers: a lost last record
 * of a case is invisible to sequences alone. What is on its way just now is redelivered as well; readers drop it.
 */
export async function reconcile(
  options: ReconcileOptions,
  decision: Decision,
): Promise<ReconcileReport> {
  const report = {
    streams: 0,
    behind: 0,
    redelivered: 0,
    lost: [] as string[],
    ahead: [] as string[],
  };
  let after: string | undefined = NO_CASE;
  while (after !== undefined) {
    const said = await streamsAfter(options, after);
    const last: string | undefined = said.length < PAGE ? undefined : said.at(-1)!.key;
    report.streams += said.length;
    await comparePage(options, { said, after, last }, report, decision);
    after = last;
  }
  return report;
}

/** What was said in the streams of a range of cases; `last` is absent in the last range. */
interface Page {
  readonly said: readonly Stream[];
  readonly after: string;
  readonly last: string | undefined;
}

async function comparePage(
  options: ReconcileOptions,
  page: Page,
  report: { behind: number; redelivered: number; lost: string[]; ahead: string[] },
  decision: Decision,
): Promise<void> {
  const seen = await seenOf(options, page.said);
  const lastOf = ({ key }: Stream): number => seen.get(key)?.last ?? 0;
  const ahead = await aheadOf(options, page, lastOf);
  report.ahead.push(...ahead.slice(0, SHOWN - report.ahead.length));
  const behind = page.said
    .filter((stream) => lastOf(stream) < stream.sequence && !seen.get(stream.key)?.parked)
    .map((stream) => ({ key: stream.key, sequence: lastOf(stream) }));
  if (behind.length === 0) return;
  report.behind += behind.length;
  const lost = await lostOf(options, behind);
  report.lost.push(...lost.slice(0, SHOWN - report.lost.length));
  if (options.dryRun) return;
  report.redelivered += await redeliver(
    options.writer,
    { topic: options.topic, above: behind },
    decision,
  );
}

/** Asks the writer once more: what was said and read while we compared is no sign of anything. */
async function aheadOf(
  options: ReconcileOptions,
  page: Page,
  lastOf: (stream: Stream) => number,
): Promise<string[]> {
  const more = page.said
    .filter((stream) => lastOf(stream) > stream.sequence)
    .map((stream) => ({ key: stream.key, sequence: lastOf(stream) }));
  const suspects = [...more, ...(await onlySeen(options, page))];
  if (suspects.length === 0) return [];
  const rows = await options.writer.query<{ key: string; last: string }>(
    'SELECT key, last FROM stream WHERE topic = $1 AND key = ANY ($2::uuid[])',
    [options.topic, suspects.map(({ key }) => key)],
  );
  const said = new Map(rows.map(({ key, last }) => [key, Number(last)]));
  return suspects
    .filter(({ key, sequence }) => sequence > (said.get(key) ?? 0))
    .map(({ key }) => key);
}

/** Streams of the range that the reader knows and the writer does not. */
async function onlySeen(
  { reader, topic, consumer }: ReconcileOptions,
  { said, after, last }: Page,
): Promise<Stream[]> {
  const rows = await reader.query<{ key: string; last: string }>(
    `SELECT key, last FROM stream_seen
     WHERE consumer = $1 AND topic = $2 AND key > $3 AND ($4::uuid IS NULL OR key <= $4)
       AND key <> ALL ($5::uuid[])
     ORDER BY key LIMIT ${SHOWN}`,
    [consumer, topic, after, last ?? null, said.map(({ key }) => key)],
  );
  return rows.map((row) => ({ key: row.key, sequence: Number(row.last) }));
}

async function streamsAfter({ writer, topic }: ReconcileOptions, key: string): Promise<Stream[]> {
  const rows = await writer.query<{ key: string; last: string }>(
    'SELECT key, last FROM stream WHERE topic = $1 AND key > $2 ORDER BY key LIMIT $3',
    [topic, key, PAGE],
  );
  return rows.map((row) => ({ key: row.key, sequence: Number(row.last) }));
}

async function seenOf(
  { reader, topic, consumer }: ReconcileOptions,
  streams: readonly Stream[],
): Promise<Map<string, { last: number; parked: boolean }>> {
  const rows = await reader.query<{ key: string; last: string | null; parked: boolean }>(
    `SELECT w.key, s.last, EXISTS (
       SELECT FROM parked AS p WHERE p.consumer = $1 AND p.topic = $2 AND p.key = w.key) AS parked
     FROM unnest($3::uuid[]) AS w(key)
     LEFT JOIN stream_seen AS s ON s.consumer = $1 AND s.topic = $2 AND s.key = w.key`,
    [consumer, topic, streams.map(({ key }) => key)],
  );
  return new Map(rows.map((row) => [row.key, { last: Number(row.last ?? 0), parked: row.parked }]));
}

/** Of which streams the next number is not in the outbox any more. */
async function lostOf(
  { writer, topic }: ReconcileOptions,
  behind: readonly Stream[],
): Promise<string[]> {
  const rows = await writer.query<{ key: string }>(
    `SELECT b.key FROM unnest($2::uuid[], $3::bigint[]) AS b(key, sequence)
     WHERE NOT EXISTS (
       SELECT FROM outbox AS o WHERE o.topic = $1 AND o.key = b.key AND o.sequence = b.sequence + 1)`,
    [topic, behind.map(({ key }) => key), behind.map(({ sequence }) => sequence)],
  );
  return rows.map(({ key }) => key);
}
