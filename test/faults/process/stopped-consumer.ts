import type { ServiceName } from '@app/contracts';
import { until } from '../../support/until.js';
import type { Fault, World } from '../fault.js';
import { TWO_PROCESSES } from './needs.js';
import { struck } from './struck.js';

const SERVICE: ServiceName = 'insurance';

/** In mid-transaction, with the locks of its cases: the other one takes its partitions, and waits for the locks. */
export const CONSUMER_STOPPED: Fault = {
  name: 'stop-consumer',
  about: 'SIGSTOP of a consumer in its transaction, past its session; then SIGCONT',
  needs: TWO_PROCESSES,
  run: async (world) => {
    const { load, say } = world;
    const strike = { point: 'consumer-before-commit', action: 'stop', service: SERVICE } as const;
    const { pid } = await struck(world, strike);
    say(`process ${pid} of ${SERVICE} stands still`);
    try {
      const known = await streamsSeen(world);
      await load.more(15);
      await until(
        'the other process reads what came since, of every partition',
        async () => (await unseen(world)) === 0 && (await streamsSeen(world)) > known,
        90_000,
      );
      say('the other one has taken over');
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    say('the first one goes on');
    await world.stack.service(SERVICE).waitReady();
    await load.more(10);
  },
};

async function streamsSeen({ query }: World): Promise<number> {
  const rows = await query<{ count: number }>(
    `SELECT count(*)::int AS count FROM ${SERVICE}.stream_seen`,
  );
  return rows[0]?.count ?? 0;
}

/** How many cases of some seconds ago the service has not heard of, while new ones go on coming. */
async function unseen({ query }: World): Promise<number> {
  const rows = await query<{ count: number }>(
    `SELECT count(DISTINCT o.key)::int AS count FROM life_events.outbox AS o
     WHERE o.topic = 'madoguchi.${SERVICE}.task.v1' AND o.created_at < now() - interval '2 s'
       AND NOT EXISTS (SELECT FROM ${SERVICE}.stream_seen AS s WHERE s.key = o.key)`,
  );
  return rows[0]?.count ?? 0;
}
