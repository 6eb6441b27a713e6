import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { measureEmbedded } from './measure/measure-embedded.js';
import { measureStack } from './measure/measure-stack.js';
import type { MeasureOptions } from './measure/options.js';

const USAGE = `npm run measure [-- --only embedded|stack --filings 200 --warm-up 20 --idle SECONDS]
  prints one JSON object on standard output, progress on standard error`;

const machine = {
  node: process.version,
  platform: `${process.platform}-${process.arch}`,
  processor: cpus()[0]?.model ?? '',
  cores: cpus().length,
  memoryMb: Math.round(totalmem() / 1024 / 1024),
};

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      filings: { type: 'string', default: '200' },
      'warm-up': { type: 'string', default: '20' },
      idle: { type: 'string', default: '15' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return console.log(USAGE);
  const { only } = values;
  const options: MeasureOptions = {
    count: Number(values.filings),
    warmUp: Number(values['warm-up']),
    idleSeconds: Number(values.idle),
    say: (text) => console.error(text),
  };
  const embedded = only === 'stack' ? undefined : await measureEmbedded(options);
  const stack = only === 'embedded' ? undefined : await measureStack(options);
  const measuredAt = new Date().toISOString();
  console.log(JSON.stringify({ measuredAt, machine, embedded, stack }, null, 2));
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
