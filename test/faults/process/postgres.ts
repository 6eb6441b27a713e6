import { setTimeout as delay } from 'node:timers/promises';
import type { Fault } from '../fault.js';
import { ONE_PROCESS_EACH } from './needs.js';

const AWAY_MS = 3_000;

export const POSTGRES_STOPPED: Fault = {
  name: 'postgres-stopped',
  about: `PostgreSQL stopped in immediate mode, started after ${AWAY_MS / 1000} s`,
  needs: ONE_PROCESS_EACH,
  run: async ({ stack, load, say, note }) => {
    await stack.postgres.stop('immediate');
    const before = load.accepted;
    say('PostgreSQL is away');
    await delay(AWAY_MS);
    note('acceptedWithoutDatabase', load.accepted - before);
    await stack.postgres.start();
    say('PostgreSQL is back');
    await load.more(10);
  },
  also: ({ notes }) =>
    notes['acceptedWithoutDatabase'] === 0
      ? []
      : [
          {
            code: 'accepted-without-database',
            what: `${notes['acceptedWithoutDatabase']} filings`,
          },
        ],
};
