import { SECTIONS, statusTopic, type SectionName } from '@app/contracts';
import { setTimeout as delay } from 'node:timers/promises';
import { until } from '../../support/until.js';
import type { Finding } from '../check/finding.js';
import { Caller } from '../load/caller.js';
import type { Fault, Outcome, World } from '../fault.js';
import { ONE_PROCESS_EACH } from './needs.js';

interface Victim {
  readonly section: SectionName;
  readonly case: string;
  /** Of which life-events' table takes no new state. */
  readonly task: string;
  /** Another one of the case, which follows in the same stream. */
  readonly other: string;
}

/** life-events' table takes no new state of one task: that event is put aside, and what follows in its case waits behind it. */
export const ROW_REFUSED: Fault = {
  name: 'row-refused',
  about: 'a table refuses one event of one case for a while, and more of that case follow',
  needs: ONE_PROCESS_EACH,
  run: async (world) => {
    const victim = await claimedBehindARefusal(world);
    world.say(`${victim.section} claimed ${victim.task}; life-events cannot write that`);
    try {
      await until('the event is put aside', async () => (await parkedOf(world, victim)) > 0);
      // If another officer is quicker, the case goes on all the same.
      await claim(world, victim, victim.other);
      await until(
        'life-events has met what follows',
        async () => (await parkedOf(world, victim)) >= 2 || (await seenBehind(world, victim)) > 0,
      ).catch(() => undefined);
      world.note('waiting', await parkedOf(world, victim));
      world.note('overtaken', await seenBehind(world, victim));
    } finally {
      await world.query('ALTER TABLE life_events.case_task DROP CONSTRAINT faults_refuse');
    }
    world.say('the table takes it now');
    await until(
      'everything of that case is applied',
      async () => (await parkedOf(world, victim)) === 0,
    ).catch(() => undefined); // What stays put aside the checker finds.
  },
  also: othersWaited,
};

/** The refusal has to be there before the claim; a task that somebody else was quicker with is of no use. */
async function claimedBehindARefusal(world: World): Promise<Victim> {
  for (;;) {
    const victim = await openTask(world, world.random.pick(SECTIONS));
    if (victim !== undefined) {
      await refuse(world, victim);
      if (await claim(world, victim, victim.task)) return victim;
      await world.query('ALTER TABLE life_events.case_task DROP CONSTRAINT faults_refuse');
    }
    await delay(100);
  }
}

async function openTask({ query }: World, section: SectionName): Promise<Victim | undefined> {
  const rows = await query<Omit<Victim, 'section'>>(
    `SELECT case_id AS case, min(t.id::text) AS task, max(t.id::text) AS other
     FROM ${section}.task AS t JOIN life_events.case_task AS c USING (id, case_id, version)
     WHERE t.status = 'RECEIVED' AND t.held IS NULL AND t.version = 1
     GROUP BY case_id HAVING count(*) > 1 ORDER BY random() LIMIT 1`,
  );
  return rows[0] && { ...rows[0], section };
}

const refuse = ({ query }: World, { task }: Victim): Promise<unknown> =>
  query(
    `ALTER TABLE life_events.case_task ADD CONSTRAINT faults_refuse
     CHECK (id <> '${task}' OR version < 2) NOT VALID`,
  );

async function claim({ stack }: World, { section }: Victim, task: string): Promise<boolean> {
  const officer = new Caller(stack, `${section}-officer`);
  const { outcome } = await officer.call(section, `/v1/${section}/tasks/${task}/claim`, {
    method: 'POST',
    headers: { 'if-match': '"1"' },
    body: {},
  });
  return outcome === 'accepted';
}

async function parkedOf({ query }: World, { section, case: key }: Victim): Promise<number> {
  const rows = await query<{ count: number }>(
    'SELECT count(*)::int AS count FROM life_events.parked WHERE topic = $1 AND key = $2',
    [statusTopic(section), key],
  );
  return rows[0]?.count ?? 0;
}

/** Whether the stream is seen to its end although something of it is put aside. */
async function seenBehind({ query }: World, { section, case: key }: Victim): Promise<number> {
  const rows = await query<{ count: number }>(
    `SELECT count(*)::int AS count FROM life_events.stream_seen AS s
     JOIN life_events.parked AS p USING (consumer, topic, key)
     WHERE topic = $1 AND key = $2 AND s.last >= p.sequence`,
    [statusTopic(section), key],
  );
  return rows[0]?.count ?? 0;
}

function othersWaited({ notes }: Outcome): Finding[] {
  if (notes['overtaken'] !== 0)
    return [{ code: 'overtaken', what: 'later events of the case were applied before it' }];
  return (notes['waiting'] ?? 0) >= 2
    ? []
    : [{ code: 'nobody-waited', what: 'only the refused event was put aside' }];
}
