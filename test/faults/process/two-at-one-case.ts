import { SECTIONS, type SectionName } from '@app/contracts';
import { Caller } from '../load/caller.js';
import type { Fault, World } from '../fault.js';
import { ONE_PROCESS_EACH } from './needs.js';

const ROUNDS = 12;
const AT_ONCE = 6;

/** No fault of a machine: officers who act on several tasks of one case in the same moment. */
export const TWO_AT_ONE_CASE: Fault = {
  name: 'two-at-one-case',
  about: `officers act on all tasks of one case at once, ${ROUNDS} rounds at each section`,
  needs: ONE_PROCESS_EACH,
  run: async (world) => {
    await world.load.more(20);
    for (let round = 1; round <= ROUNDS; round += 1)
      await Promise.all(SECTIONS.map((section) => crowd(world, section)));
  },
};

interface OpenTask {
  readonly id: string;
  readonly version: number;
}

async function crowd(world: World, section: SectionName): Promise<void> {
  const tasks = await tasksOfOneCase(world, section);
  const officer = new Caller(world.stack, `${section}-officer`);
  const act = (task: OpenTask, action: string, version: number): Promise<unknown> =>
    officer.call(section, `/v1/${section}/tasks/${task.id}/${action}`, {
      method: 'POST',
      headers: { 'if-match': `"${version}"` },
      body: {},
    });
  for (const [step, action] of ['claim', 'release', 'claim', 'centre'].entries())
    await Promise.all(tasks.map((task) => act(task, action, task.version + step)));
}

function tasksOfOneCase({ query }: World, section: SectionName): Promise<OpenTask[]> {
  return query<OpenTask>(
    `SELECT id, version FROM ${section}.task
     WHERE case_id = (SELECT case_id FROM ${section}.task WHERE status = 'RECEIVED' AND held IS NULL
                      GROUP BY case_id ORDER BY count(*) DESC, random() LIMIT 1)
       AND status = 'RECEIVED' AND held IS NULL LIMIT ${AT_ONCE}`,
  );
}
