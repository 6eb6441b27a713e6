import { createLogger, loadEnvironment } from '@app/observability';
import { checkServices, runProcess } from '@app/service-host';
import { AllInOneEnvironment } from './all-in-one.environment.js';
import { allServices } from './all-services.js';
import { startEmbeddedSystem } from './embedded-system.js';

if (process.argv.includes('--check')) {
  await checkServices(allServices);
  process.stdout.write('all-in-one: ok\n');
} else {
  // Started with a channel (demo, measurement, tests), it ends with whoever holds the other end, also after kill -9.
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  const logger = createLogger('all-in-one');
  const environment = loadEnvironment(AllInOneEnvironment);
  await runProcess(logger, (stopping) => startEmbeddedSystem(environment, logger, stopping));
}
