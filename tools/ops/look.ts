import { listHalted, listParked, showParked, type ParkedSummary } from '@app/messaging';
import { DecisionRefusedError } from '@app/messaging';
import type { Command, Say } from './command.js';

/** Commands that only look. Nothing that they print is content of an event. */
export const lookCommands: Readonly<Record<string, Command>> = {
  parked: {
    usage: 'parked --service S [--all]',
    does: 'what is put aside: the first record of each stream (--all: every record), and halted partitions',
    run: async ({ args, connections, say }) => {
      const db = connections.of(args.service);
      const [halted, parked] = [await listHalted(db), await listParked(db, { all: args.all })];
      for (const row of halted)
        say(
          `HALTED  ${row.topic}[${row.partition}] for ${row.consumer} at ${row.nextOffset}: ${row.reason}`,
        );
      for (const row of parked) say(lineOf(row));
      if (halted.length + parked.length === 0) say('Nothing is parked.');
    },
  },
  show: {
    usage: 'show --service S --id N',
    does: 'one parked record: where it came from, why it waits, what waits behind it',
    run: async ({ args, connections, say }) => {
      const row = await showParked(connections.of(args.service), args.id);
      if (row === undefined) throw new DecisionRefusedError(`Record ${args.id} is not parked.`);
      showAll(row, say);
    },
  },
};

const lineOf = (row: ParkedSummary): string =>
  [
    `#${row.id}`,
    row.state.toUpperCase(),
    row.reason,
    row.type ?? 'unknown type',
    `${row.topic}[${row.partition}]@${row.offset}`,
    row.key === null ? 'no key' : `case ${row.key} number ${row.sequence}`,
    row.error ?? '',
  ]
    .join('  ')
    .trimEnd();

function showAll(row: ParkedSummary & { inStream: number }, say: Say): void {
  const fields: [string, string | number | null | undefined][] = [
    ['record', row.id],
    ['consumer', row.consumer],
    ['topic', `${row.topic} partition ${row.partition} offset ${row.offset}`],
    ['type', row.type],
    ['event', row.eventId],
    ['case', row.key],
    ['number', row.sequence],
    ['state', `${row.state} (${row.reason})`],
    ['error', row.error],
    ['tries', row.tries],
    ['next try', row.nextTryAt?.toISOString()],
    ['parked at', row.parkedAt.toISOString()],
    ['in its stream', `${row.inStream} parked`],
  ];
  for (const [name, value] of fields) say(`${name.padEnd(14)} ${value ?? '-'}`);
}
