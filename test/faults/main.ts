import { parseArgs } from 'node:util';
import { brokerAvailability } from '../../deploy/native/src/index.js';
import { SeededRandom } from '../support/seeded-random.js';
import { runCampaign } from './campaign.js';
import { FAULTS } from './fault-list.js';
import { MUTATION_CHECKS } from './mutations/mutation-list.js';
import { runMutations } from './mutations/run-mutations.js';
import { named } from './named.js';

const USAGE = `npm run faults [-- --seed N] [--only NAME[,NAME]] [--mutations [--one]] [--list]
  --seed N      the chance of everything: load, moments, targets (default: another one each time, printed)
  --only        these alone
  --mutations   guards switched off: the checker or a counter has to notice
  --one         of the mutations one, as the seed picks it
  --list        what there is`;

interface Arguments {
  readonly seed: number;
  readonly only: readonly string[];
  readonly mutations: boolean;
  readonly one: boolean;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string' },
      only: { type: 'string' },
      mutations: { type: 'boolean', default: false },
      one: { type: 'boolean', default: false },
      list: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return print(USAGE);
  if (values.list) return print(list());
  const broker = brokerAvailability({ ...process.env, KAFKA_BROKERS: '' });
  if (broker.kind === 'none') throw new Error(broker.reason);
  const { mutations, one } = values;
  const only = (values.only ?? '').split(',').filter(Boolean);
  const seed = seedOf(values.seed);
  return mutations
    ? runGuards({ seed, only, mutations, one })
    : runFaults({ seed, only, mutations, one });
}

async function runFaults({ seed, only }: Arguments): Promise<number> {
  const faults = named('fault', FAULTS, ({ name }) => name, only);
  sayAgain(seed, '', only);
  const results = await runCampaign({ seed, faults, say });
  print(JSON.stringify({ seed, faults: results }));
  return results.every(({ ok }) => ok) ? 0 : 1;
}

async function runGuards({ seed, only, one }: Arguments): Promise<number> {
  const all = named('mutation', MUTATION_CHECKS, ({ mutation }) => mutation, only);
  const checks = one ? [new SeededRandom(seed).pick(all)] : all;
  const picked = one ? checks.map(({ mutation }) => mutation) : only;
  sayAgain(seed, ' --mutations', picked);
  const results = await runMutations({ seed, checks, say });
  print(JSON.stringify({ seed, mutations: results }));
  return results.every(({ ok }) => ok) ? 0 : 1;
}

function list(): string {
  const faults = FAULTS.map(({ name, about }) => `${name}: ${about}`);
  const mutations = MUTATION_CHECKS.map(
    ({ mutation, fault }) => `${mutation}, under ${fault.name}`,
  );
  return ['faults', ...faults, '', 'mutations', ...mutations].join('\n');
}

function seedOf(given: string | undefined): number {
  const seed = given === undefined ? Math.floor(Math.random() * 1_000_000) : Number(given);
  if (!Number.isSafeInteger(seed)) throw new Error('--seed wants a whole number.');
  return seed;
}

function sayAgain(seed: number, what: string, only: readonly string[]): void {
  const names = only.length > 0 ? ` --only ${only.join(',')}` : '';
  say(`seed ${seed}; again: npm run faults --${what} --seed ${seed}${names}`);
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
