import { type Subject, SUBJECTS } from '../plan/options.js';
import type { Spread, Spreads } from '../statistics/spread.js';
import type { Losses } from '../subjects/figures.js';
import type { SystemRound } from './figures-of-rounds.js';
import type { Report } from './report.js';

const HEADINGS = [
  'subject',
  'filings/s (min-max)',
  'CPU ms',
  'WAL KB',
  'PSS MB',
  'accept p50/p99',
  'to sections p50/p99',
  'to received p50/p99',
  'lost / doubled / turned round',
];

/** What people read: medians over the rounds; the whole stands in the JSON. */
export function tableOf(report: Report): string {
  const rows = SUBJECTS.map((subject) => rowOf(report, subject)).filter((row) => row !== undefined);
  const widths = HEADINGS.map((heading, column) =>
    Math.max(heading.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const lines = [HEADINGS, ...rows].map((row) =>
    row
      .map((text, column) => text.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const ratios = Object.entries(report.ratioSpreads as Record<string, Spread>).map(
    ([name, spread]) => `${name} ${withRange(spread)}`,
  );
  return [...lines, '', ...ratios].join('\n');
}

function rowOf({ figures, losses }: Report, subject: Subject): string[] | undefined {
  if (subject === 'ours' || subject === 'naive') {
    const found = figures[subject];
    return found && systemRow(subject, found, losses[subject]);
  }
  const floor = figures[subject];
  if (!floor) return undefined;
  const wal = floor.walBytesPerFiling && kilobytes(floor.walBytesPerFiling);
  return [
    subject,
    withRange(floor.completedPerSecond),
    digits(floor.cpuMsPerFiling.median),
    wal ?? '',
    ...HEADINGS.slice(4).map(() => ''),
  ];
}

function systemRow(
  name: string,
  { capacity, latency }: Spreads<SystemRound>,
  losses: Losses | undefined,
): string[] {
  const pair = (of?: Spreads<{ p50: number; p99: number }>): string =>
    of ? `${digits(of.p50.median)} / ${digits(of.p99.median)}` : '';
  return [
    name,
    withRange(capacity.completedPerSecond),
    digits(capacity.cpuMsPerFiling.total.median),
    kilobytes(capacity.walBytesPerFiling),
    digits(capacity.residentMb.median),
    pair(latency?.acceptMs),
    pair(latency?.acceptToSectionsMs),
    pair(latency?.acceptToReceivedMs),
    losses
      ? `${losses.lost} / ${losses.doubled} / ${losses.turnedRound} of ${losses.accepted}`
      : '',
  ];
}

const digits = (value: number): string => String(Number(value.toPrecision(3)));
const kilobytes = ({ median }: Spread): string => digits(median / 1024);
const withRange = ({ median, min, max }: Spread): string =>
  `${digits(median)} (${digits(min)}-${digits(max)})`;
