import type { ServiceName } from '@app/contracts';
import { until } from '../../support/until.js';
import type { Finding } from '../check/finding.js';
import type { Fault, Outcome, World } from '../fault.js';
import { BEHIND_PROXIES } from './behind-proxies.js';
import { caught } from './caught.js';

const SERVICE: ServiceName = 'life-events';
const SLOW_MS = 4_000;

interface Leadership {
  readonly epoch: number;
  /** The process that leads. */
  readonly pid: number;
  readonly leasedUntil: number;
  readonly cursor: number;
}

async function leadership({ query }: World): Promise<Leadership> {
  const [row] = await query<Leadership>(
    `SELECT epoch::float8 AS epoch, split_part(owner, ':', 2)::int AS pid, last_seq::float8 AS cursor,
       extract(epoch FROM leased_until)::float8 AS "leasedUntil"
     FROM life_events.relay_cursor`,
  );
  if (!row) throw new Error(`${SERVICE} has no relay`);
  return row;
}

/** Longer than a lease: it is renewed while the send is pending, and nobody takes over. */
export const SLOW_PRODUCE: Fault = {
  name: 'slow-produce',
  about: `a Produce takes ${SLOW_MS / 1000} s, with two relays of the service`,
  needs: BEHIND_PROXIES,
  run: async (world) => {
    const { wire, load, say, note } = world;
    const trap = wire.kafka.trap({ on: 'Produce', client: SERVICE, harm: 'hold-reply' });
    await caught(trap);
    const before = await leadership(world);
    say('the broker takes its time');
    await until('the lease was renewed for as long', async () => {
      const { leasedUntil, epoch } = await leadership(world);
      return leasedUntil - before.leasedUntil > SLOW_MS / 1_000 || epoch !== before.epoch;
    }).catch(() => undefined);
    const after = await leadership(world);
    trap.release();
    note('takenOver', after.epoch - before.epoch);
    note('renewed', after.leasedUntil - before.leasedUntil);
    await load.more(5);
  },
  also: ({ notes, counters }) => [
    ...found(notes['takenOver'] !== 0, 'taken-over', 'a slow send cost the leader its lease'),
    ...found(!(notes['renewed']! > SLOW_MS / 1_000), 'not-renewed', 'the lease was not renewed'),
    ...found(counters.fenced > 0, 'fenced', 'a relay was fenced though nobody took over'),
  ],
};

/** The batch of a leader that was replaced arrives after the new one's: readers drop it. */
export const LATE_BATCH: Fault = {
  name: 'late-batch',
  about: 'a Produce is under way while its relay is stopped and replaced, and arrives afterwards',
  needs: BEHIND_PROXIES,
  run: async (world) => {
    const { wire, load, say } = world;
    const trap = wire.kafka.trap({ on: 'Produce', client: SERVICE, harm: 'hold-request' });
    await caught(trap);
    const { pid, epoch, cursor } = await leadership(world);
    process.kill(pid, 'SIGSTOP');
    try {
      say(`the leader, process ${pid}, stands still and its batch is under way`);
      await until('another relay has sent it', async () => {
        const now = await leadership(world);
        return now.epoch > epoch && now.cursor > cursor;
      });
      trap.release();
      await trap.done;
      say('the batch arrives');
      await load.more(5);
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    await load.more(5);
    await world.stack.service(SERVICE).waitReady();
  },
  also: ({ counters, copies }: Outcome) => [
    ...found(copies === 0, 'no-copy', 'the late batch did not reach the log'),
    ...found(counters.duplicate_dropped === 0, 'nothing-dropped', 'no reader met a duplicate'),
  ],
};

function found(holds: boolean, code: string, what: string): Finding[] {
  return holds ? [{ code, what }] : [];
}
