import { parseArgs } from 'node:util';
import { SERVICES } from '@app/contracts';
import { resolve } from 'node:path';
import { brokerAvailability } from './broker-availability.js';
import { projectRoot } from './project-root.js';
import { type Stack, startStack } from './start-stack.js';

const USAGE = `npm run stack [-- --brokers 3] [--data FOLDER] [--logs]
  --brokers N    how many Kafka nodes: 1 (default) or 3, where each event lies on all three
  --tls          PostgreSQL, Kafka and Redis speak with nobody in plain; certificates are made at each start
  --data FOLDER  where data, keys, ports and logs lie (default: .local/stack)
  --logs         also show what the processes write, each line with its process's name`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      brokers: { type: 'string' },
      tls: { type: 'boolean' },
      data: { type: 'string' },
      logs: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) return console.log(USAGE);
  const broker = brokerAvailability();
  if (broker.kind === 'none') throw new Error(broker.reason);
  const started = performance.now();
  const say = (event: string): void =>
    console.log(`[${((performance.now() - started) / 1000).toFixed(1)} s] ${event}`);
  const starting = startStack({
    dataDir: resolve(values.data ?? `${projectRoot}/.local/stack`),
    ...(broker.kind === 'external' && { externalKafka: broker.kafka }),
    brokers: nodesOf(values.brokers),
    tls: values.tls ?? false,
    onEvent: say,
    ...(values.logs && { onLine: (name, line) => console.log(`${name.padEnd(12)} | ${line}`) }),
  });
  const isStopping = stopOnSignals(starting);
  const stack = await starting;
  if (isStopping()) return;
  say('Everything is ready');
  await printAddresses(stack);
}

function nodesOf(brokers = '1'): 1 | 3 {
  if (brokers !== '1' && brokers !== '3') throw new Error(`--brokers must be 1 or 3.\n${USAGE}`);
  return brokers === '1' ? 1 : 3;
}

/** The first Ctrl-C stops everything in order, as soon as it has started; with a second one the guard ends what is left. */
function stopOnSignals(starting: Promise<Stack>): () => boolean {
  let asked = false;
  const stop = (): void => {
    if (asked) process.exit(130);
    asked = true;
    console.log('Stopping …');
    starting
      .then((stack) => stack.stop())
      .then(
        () => process.exit(0),
        () => process.exit(1),
      );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
  return () => asked;
}

async function printAddresses(stack: Stack): Promise<void> {
  const { addresses } = stack;
  const lines = SERVICES.map(
    (service) => `  ${service.padEnd(12)} ${addresses.services[service] ?? ''}/docs`,
  );
  console.log(`
API documentation
${lines.join('\n')}
Development OpenID provider
  ${addresses.issuer}
Kafka
  ${addresses.brokers.join(',')}

${await hints(stack)}

Ctrl-C stops everything.`);
}

/** What to try first, each part ready to be pasted into a shell in the project's folder. */
async function hints({ addresses, issuer, opsEnvironmentFile }: Stack): Promise<string> {
  const tokenOf = async (account: string): Promise<string> =>
    `  TOKEN=$(${await issuer.tokenRequest(account)} | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')`;
  const applications = `${addresses.services.applications ?? ''}/v1/applications`;
  return `A citizen files a birth; Location in the answer is where its status is (and /stream after it)
${await tokenOf('citizen-1')}
  curl -sSi -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -H "Idempotency-Key: $(date +%s%N)" -d @test/examples/filings/birth.json ${applications}
The resident section's officer, and the section's work queue
${await tokenOf('resident-officer')}
  curl -sS -H "Authorization: Bearer $TOKEN" ${addresses.services.resident ?? ''}/v1/resident/tasks
What waits for an operator (README and docs/runbook.md tell more)
  npm run ops -- parked --service resident --env ${opsEnvironmentFile}`;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
