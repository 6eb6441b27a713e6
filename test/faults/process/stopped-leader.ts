import type { ServiceName } from '@app/contracts';
import { until } from '../../support/until.js';
import type { Finding } from '../check/finding.js';
import type { Fault, Outcome, World } from '../fault.js';
import { TWO_PROCESSES } from './needs.js';
import { struck } from './struck.js';

const SERVICE: ServiceName = 'life-events';
const SEEN_WITHIN_MS = 15_000;

/** With rows read and nothing sent: when it wakes up, its send is one of a leader that is none any more. */
export const LEADER_STOPPED_BEFORE_SEND: Fault = {
  name: 'stop-leader-before-send',
  about: 'SIGSTOP of a relay leader before its send, past its lease; then SIGCONT',
  needs: TWO_PROCESSES,
  run: (world) => stopLeader(world, 'relay-before-send'),
  also: wasFenced,
};

/** With its events sent and its cursor not moved: when it wakes up, another one's cursor is past them. */
export const LEADER_STOPPED_AFTER_SEND: Fault = {
  name: 'stop-leader-after-send',
  about: 'SIGSTOP of a relay leader between send and cursor, past its lease; then SIGCONT',
  needs: TWO_PROCESSES,
  run: (world) => stopLeader(world, 'relay-after-send-before-cursor'),
  also: wasFenced,
};

async function stopLeader(world: World, point: string): Promise<void> {
  const { load, say } = world;
  const { pid } = await struck(world, { point, action: 'stop', service: SERVICE });
  try {
    const before = await epoch(world);
    say(`the leader, process ${pid}, stands still`);
    await until('another relay leads', async () => (await epoch(world)) > before);
    say('another one leads');
    await load.more(10);
  } finally {
    process.kill(pid, 'SIGCONT');
  }
  say('the old one goes on');
  await until(
    'the old one sees that it leads no more',
    async () => (await world.counters()).fenced > 0,
    SEEN_WITHIN_MS,
    // Whether it did is what `also` looks at.
  ).catch(() => undefined);
  await world.stack.service(SERVICE).waitReady();
}

async function epoch({ query }: World): Promise<number> {
  const rows = await query<{ epoch: number }>(
    'SELECT epoch::float8 AS epoch FROM life_events.relay_cursor',
  );
  return rows[0]?.epoch ?? 0;
}

function wasFenced({ counters }: Outcome): Finding[] {
  if (counters.fenced > 0) return [];
  return [{ code: 'nobody-fenced', what: 'the stopped leader went on as if it still led' }];
}
