import { migrateServices } from '@app/service-host';
import { allServices } from '../../../apps/all-in-one/src/all-services.js';

/** A process of its own: the stack need not load every service in order to make their tables. The address comes on stdin. */
async function main(): Promise<void> {
  process.stdin.setEncoding('utf8');
  let adminUrl = '';
  for await (const text of process.stdin) adminUrl += String(text);
  await migrateServices(adminUrl, allServices);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : 'The tables were not made.');
  process.exit(1);
});
