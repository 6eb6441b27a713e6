import { SERVICES, type ServiceName } from '@app/contracts';
import type { Finding } from '../check/finding.js';
import type { Fault, Outcome, World } from '../fault.js';
import { BEHIND_PROXIES } from './behind-proxies.js';
import { caught } from './caught.js';
import type { FaultProxy } from './fault-proxy.js';
import type { Harm, TrapOptions } from './traps.js';

const HARMS: readonly Harm[] = ['lose-reply-and-cut', 'lose-reply-silently'];
/** Each in turn on another service, or on the same again. */
const TIMES = 3;

/** The log has the batch, its relay does not know: it is sent again, and readers drop it. */
export const PRODUCE_UNANSWERED: Fault = {
  name: 'lost-reply-to-produce',
  about: 'the reply to one Produce is lost, cut off or in silence, for several services',
  needs: BEHIND_PROXIES,
  run: (world) =>
    loseReplies(world, world.wire.kafka, () => ({
      on: 'Produce',
      client: world.random.pick(SERVICES),
    })),
  also: ({ counters, copies }) => [
    ...atLeast(1, copies, 'no-copy', 'nothing was sent again'),
    ...atLeast(1, counters.duplicate_dropped, 'nothing-dropped', 'no reader met a duplicate'),
  ],
};

/** The filing is there, the intake does not know: with the same ids it finds it. The citizen gets one answer. */
export const FILING_UNANSWERED: Fault = {
  name: 'lost-reply-to-commit-of-a-filing',
  about: 'the reply to the COMMIT of a filing is lost, cut off or in silence',
  needs: BEHIND_PROXIES,
  run: (world) =>
    loseReplies(world, world.wire.postgres, () => ({
      on: ({ name, after = '' }) => name === 'COMMIT' && /INSERT INTO outbox/.test(after),
      client: 'applications',
    })),
};

/** The chunk is done, its reader does not know: run again, it finds itself done. */
export const CHUNK_UNANSWERED: Fault = {
  name: 'lost-reply-to-commit-of-a-chunk',
  about: 'the reply to the COMMIT of a chunk of events is lost, cut off or in silence',
  needs: BEHIND_PROXIES,
  run: (world) =>
    loseReplies(world, world.wire.postgres, () => ({
      on: 'COMMIT',
      client: world.random.pick(['life-events', 'resident', 'insurance', 'childcare'] as const),
    })),
};

/** Kafka's committed offsets only show lag. */
export const OFFSET_COMMIT_UNANSWERED: Fault = {
  name: 'lost-reply-to-offset-commit',
  about: 'the reply to one OffsetCommit is lost, cut off or in silence, for several services',
  needs: BEHIND_PROXIES,
  run: (world) =>
    loseReplies(world, world.wire.kafka, () => ({
      on: 'OffsetCommit',
      client: world.random.pick(SERVICES),
    })),
  also: ({ counters }: Outcome) =>
    counters.sequence_gap === 0
      ? []
      : [{ code: 'gap', what: 'a lost display of offsets made a gap' }],
};

async function loseReplies(
  { load, random, say }: World,
  proxy: FaultProxy,
  next: () => Omit<TrapOptions, 'harm'> & { client: ServiceName },
): Promise<void> {
  for (let time = 0; time < TIMES; time += 1) {
    const harm = HARMS[time % HARMS.length]!;
    const trap = proxy.trap({ ...next(), harm, nth: random.integer(1, 3) });
    const { name, client } = await caught(trap);
    await trap.done;
    say(`${client ?? 'somebody'} will not hear of its ${name} (${harm})`);
    await load.more(random.integer(3, 8));
  }
}

function atLeast(least: number, found: number, code: string, what: string): Finding[] {
  return found >= least ? [] : [{ code, what }];
}
