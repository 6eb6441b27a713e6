import { SERVICES, type ServiceName } from '@app/contracts';
import type { Fault } from '../fault.js';
import { ONE_PROCESS_EACH } from './needs.js';

const KILLS = 3;

/** kill -9 of a whole service, a few times, while everybody works. */
const killOf = (service: ServiceName): Fault => ({
  name: `kill-${service}`,
  about: `kill -9 of ${service}, ${KILLS} times`,
  needs: ONE_PROCESS_EACH,
  run: async ({ stack, random, load, say }) => {
    for (let time = 1; time <= KILLS; time += 1) {
      await stack.service(service).kill('SIGKILL');
      await stack.service(service).waitReady();
      say(`${service} is back (${time} of ${KILLS})`);
      await load.more(random.integer(1, 6));
    }
  },
});

export const KILLED_SERVICES: readonly Fault[] = SERVICES.map(killOf);
