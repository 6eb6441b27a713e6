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
  readonly ward: string;
  /** Of which life-events' table does not take the second state; the third follows in the same stream. */
  readonly task: string;
}

/** life-events' table refuses one state of one task: that event is put aside, and what follows in its case waits behind it. */
export const ROW_REFUSED: Fault = {
  name: 'row-refused',
  about: 'a table refuses one event of one case for a while, and more of that case follow',
  needs: ONE_PROCESS_EACH,
  run: async (world) => {
    const victim = await claimedBehindARefusal(world);
    world.say(`${victim.section} claimed ${victim.task}; life-events cannot write that`);
    try {
      await until('the event is put aside', async () => (await parkedOf(world, victim)) > 0);
      await act(world, victim, 'decision', 2, { outcome: 'accepted' });
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
      if (await act(world, victim, 'claim', 1, {})) return victim;
      await world.query('ALTER TABLE life_events.case_task DROP CONSTRAINT faults_refuse');
    }
    await delay(100);
  }
}

async function openTask({ query }: World, section: SectionName): Promise<Victim | undefined> {
  const rows = await query<Omit<Victim, 'section'>>(
    `SELECT case_id AS case, t.ward, t.id AS task
     FROM ${section}.task AS t JOIN life_events.case_task AS c USING (id, case_id, version)
     WHERE t.status = 'RECEIVED' AND t.held IS NULL AND t.version = 1 ORDER BY random() LIMIT 1`,
  );
  return rows[0] && { ...rows[0], section };
}

const refuse = ({ query }: World, { task }: Victim): Promise<unknown> =>
  query(
    `ALTER TABLE life_events.case_task ADD CONSTRAINT faults_refuse
     CHECK (id <> '${task}' OR version <> 2) NOT VALID`,
  );

/** By an officer of that ward alone: what he has claimed, nobody of the load decides before him. */
async function act(
  { stack }: World,
  { section, ward, task }: Victim,
  action: 'claim' | 'decision',
  version: number,
  body: object,
): Promise<boolean> {
  const officer = new Caller(stack, `${section}-officer-${ward}`);
  const { outcome } = await officer.call(section, `/v1/${section}/tasks/${task}/${action}`, {
    method: 'POST',
    headers: { 'if-match': `"${version}"` },
    body,
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
