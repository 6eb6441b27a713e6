import { seededFilings } from '../../test/support/seeded-filings.js';
import { now } from './clock.js';
import { FilingClient, type PreparedFiling } from './filing-client.js';
import type { Command, Reply } from './generator-messages.js';
import type { FilingRange, LoadForm, LoadLog, LoadTarget } from './load.js';
import { runClosed, runOpen } from './run-load.js';

/** In the open loop connections must never be what is waited for. */
const OPEN_CONNECTIONS = 512;

let target: LoadTarget | undefined;
let filings: readonly PreparedFiling[] = [];

function prepare(to: LoadTarget, { seed, from, count }: FilingRange): void {
  target = to;
  filings = seededFilings(seed, count, from).map(({ idempotencyKey, account, body }) => {
    const token = to.tokens[account];
    if (token === undefined) throw new Error(`There is no token for ${account}.`);
    return { idempotencyKey, token, body: Buffer.from(JSON.stringify(body)) };
  });
}

async function run(form: LoadForm): Promise<LoadLog> {
  if (!target) throw new Error('Nothing was prepared.');
  const connections = form.kind === 'closed' ? form.connections : OPEN_CONNECTIONS;
  const client = new FilingClient(target.url, connections);
  const before = process.cpuUsage();
  const startedAt = now();
  try {
    const log = await (form.kind === 'closed'
      ? runClosed(client, filings, form)
      : runOpen(client, filings, form));
    const { user, system } = process.cpuUsage(before);
    return { filings: log, startedAt, cpuMs: (user + system) / 1000 };
  } finally {
    client.close();
  }
}

async function answer(command: Command): Promise<Reply> {
  try {
    if (command.what === 'run') return { log: await run(command.form) };
    prepare(command.target, command.range);
    return {};
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

process.on('message', (command: Command) => void answer(command).then((r) => process.send?.(r)));
process.on('disconnect', () => process.exit());
