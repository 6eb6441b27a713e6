import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { removeEmbeddedPostgres } from '@app/persistence';
import { brokerAvailability, startStack } from '../../deploy/native/src/index.js';
import { projectRoot } from '../../deploy/native/src/project-root.js';
import { Instruments } from '../faults/instrument/instruments.js';
import { LEAKS } from '../faults/instrument/leaks.js';
import { leakCheck } from './leak-check.js';
import { tellOf } from './verdict.js';

const USAGE = `npm run leak-check [-- --plant KIND]
  plays every flow on a stack of its own with canaries for names, addresses, numbers and notes, and searches all that
  was written, kept and answered; what was found and searched stands in the last line of standard output, as JSON
  --plant  the system leaks on purpose (${plantNames()}): it has to be found, and then this command fails`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { plant: { type: 'string' }, help: { type: 'boolean' } },
  });
  if (values.help) return print(USAGE);
  const leaks = leaksOf(values.plant);
  const broker = brokerAvailability({ ...process.env, KAFKA_BROKERS: '' });
  if (broker.kind === 'none') throw new Error(broker.reason);
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-leak-check-'));
  try {
    return await run(join(folder, 'stack'), new Instruments(DIST, join(folder, 'leaks'), leaks));
  } finally {
    await removeEmbeddedPostgres(join(folder, 'stack', 'postgres'));
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Counted, so that Redis has something to be searched; and never too many. */
const MANY_REQUESTS = { RATE_LIMIT_PER_SUBJECT: '1000000', RATE_LIMIT_PER_ADDRESS: '1000000' };

/** As built: that is what is changed for a leak. */
const DIST = join(projectRoot, 'dist');

async function run(folder: string, leaks: Instruments): Promise<number> {
  say('starting PostgreSQL, Kafka and the services');
  const environment = { LOG_LEVEL: 'trace', ...MANY_REQUESTS, ...leaks.environment };
  const stack = await startStack({ dataDir: folder, environment });
  try {
    const verdict = await leakCheck({ stack, folder, say });
    if (leaks.silent.length > 0)
      throw new Error(`No process ever loaded ${leaks.silent.join(', ')}: nothing was planted.`);
    for (const line of tellOf(verdict)) say(line);
    print(JSON.stringify(verdict));
    return verdict.ok ? 0 : 1;
  } finally {
    await stack.stop();
  }
}

function plantNames(): string {
  return LEAKS.map(({ name }) => name.replace('leak-', '')).join(', ');
}

function leaksOf(plant: string | undefined): string[] {
  if (plant === undefined) return [];
  if (LEAKS.some(({ name }) => name === `leak-${plant}`)) return [`leak-${plant}`];
  throw new Error(`--plant is one of ${plantNames()}.`);
}

const began = performance.now();
const say = (text: string): void =>
  console.error(`[${((performance.now() - began) / 1000).toFixed(1)} s] ${text}`);

function print(text: string): number {
  console.log(text);
  return 0;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(2);
  },
);
