import { prepareKafkaCluster } from '@app/messaging';
import { createLogger } from '@app/observability';
import { provisionDatabases } from '@app/provisioning';
import { migrateServices } from '@app/service-host';
import { allServices } from '../../../apps/all-in-one/src/all-services.js';
import { provisionEnvironment } from './provision-environment.js';

/** What must be there before the first service starts. May run again at any time, also beside running services. */
async function main(): Promise<void> {
  const { postgresAdminUrl, passwords, kafka } = provisionEnvironment(process.env);
  const { adminUrl } = await provisionDatabases(postgresAdminUrl, passwords);
  console.log(`Databases, logins and roles of ${passwords.size} services are there`);
  const migrated = await migrateServices(adminUrl, allServices);
  console.log(`Their tables are those of this version (${migrated.length} migrations ran now)`);
  const log = createLogger('provision', 'warn');
  const changed = await prepareKafkaCluster({ ...kafka, clientId: 'provision', log });
  console.log(
    `Topics are there (${changed.topicsMade.length} made now), rights are set (${changed.given} given, ${changed.taken} taken)`,
  );
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : 'Not provisioned.');
  process.exit(1);
});
