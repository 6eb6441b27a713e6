import { SECTIONS } from '@app/contracts';
import { until } from '../../support/until.js';
import { attachments } from './attachments.js';
import type { Filed, SeenTask, Stage } from './stage.js';

/** A filing that every section accepts, followed live from beginning to end. */
export async function decidedCase(stage: Stage, name: 'birth' | 'move-in'): Promise<void> {
  const filed = await stage.file(name);
  const live = stage.citizen.listen(
    'applications',
    `/v1/applications/${filed.applicationId}/stream`,
    (text) => text.includes('"CLOSED"'),
  );
  // In one of the two: somebody sends one file at a time.
  if (name === 'birth') await attachments(stage, filed);
  for (const section of SECTIONS)
    await stage.officer(section).ask(section, `/v1/${section}/tasks?limit=100`);
  await viaCentre(stage, filed);
  await until('the case is closed', async () => {
    for (const section of SECTIONS)
      for (const task of await openTasks(stage, section, filed)) await accept(stage, section, task);
    return (await stage.read(filed)).status === 'CLOSED';
  });
  await live;
}

async function openTasks(
  stage: Stage,
  section: (typeof SECTIONS)[number],
  filed: Filed,
): Promise<SeenTask[]> {
  const { procedures } = await stage.read(filed);
  const open = procedures.filter((one) => one.section === section && one.status === 'RECEIVED');
  const tasks = await Promise.all(open.map(({ taskId }) => stage.taskOf(section, taskId)));
  return tasks.filter((task) => task.status === 'RECEIVED' && task.held === null);
}

async function accept(stage: Stage, section: (typeof SECTIONS)[number], task: SeenTask) {
  const claimed = await stage.act(section, task, 'claim');
  const decided = await stage.act(section, claimed, 'decision', { outcome: 'accepted' });
  if (task.delivers) await stage.act(section, decided, 'delivery');
}

/** One task is given back, and goes through the centre. */
async function viaCentre(stage: Stage, filed: Filed): Promise<void> {
  const { procedures } = await stage.read(filed);
  const open = procedures.find(({ status }) => status === 'RECEIVED');
  if (!open) throw new Error('Nothing of the case can be worked on.');
  const { section, procedureId } = open;
  const task = await stage.task(section, filed, procedureId);
  const released = await stage.act(section, await stage.act(section, task, 'claim'), 'release');
  const claimed = await stage.act(section, released, 'claim');
  const back = await stage.act(section, await stage.act(section, claimed, 'centre'), 'claim');
  await stage.act(section, back, 'release');
}
