import { parseArgs } from 'node:util';
import { brokerAvailability } from '../../deploy/native/src/index.js';
import { runCampaign } from './campaign.js';
import { FAULTS, faultsNamed } from './fault-list.js';

const USAGE = `npm run faults [-- --seed N] [--only NAME[,NAME]] [--list]
  --seed N   the chance of everything: load, moments, targets (default: another one each time, printed)
  --only     these faults alone
  --list     what there is`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string' },
      only: { type: 'string' },
      list: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return print(USAGE);
  if (values.list) return print(FAULTS.map(({ name, about }) => `${name}: ${about}`).join('\n'));
  const broker = brokerAvailability({ ...process.env, KAFKA_BROKERS: '' });
  if (broker.kind === 'none') throw new Error(broker.reason);
  const faults = faultsNamed((values.only ?? '').split(',').filter(Boolean));
  const seed = seedOf(values.seed);
  say(
    `seed ${seed}; again: npm run faults -- --seed ${seed}${values.only ? ` --only ${values.only}` : ''}`,
  );
  const results = await runCampaign({ seed, faults, say });
  print(JSON.stringify({ seed, faults: results }));
  return results.every(({ ok }) => ok) ? 0 : 1;
}

function seedOf(given: string | undefined): number {
  const seed = given === undefined ? Math.floor(Math.random() * 1_000_000) : Number(given);
  if (!Number.isSafeInteger(seed)) throw new Error('--seed wants a whole number.');
  return seed;
}

const say = (line: string): void => console.error(line);

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
