import { SERVICES, type ServiceName } from '@app/contracts';
import type { Fault } from '../fault.js';
import { ONE_PROCESS_EACH } from './needs.js';

/** kill -9 of a whole service, once or more often, while everybody works. */
export const killOf = (service: ServiceName, times: number): Fault => ({
  name: `kill-${service}`,
  about: `kill -9 of ${service}${times > 1 ? `, ${times} times` : ''}`,
  needs: ONE_PROCESS_EACH,
  run: async ({ stack, random, load, say }) => {
    for (let time = 1; time <= times; time += 1) {
      await stack.service(service).kill('SIGKILL');
      await stack.service(service).waitReady();
      say(`${service} is back (${time} of ${times})`);
      await load.more(random.integer(1, 6));
    }
  },
});

export const KILLED_SERVICES: readonly Fault[] = SERVICES.map((service) => killOf(service, 2));
