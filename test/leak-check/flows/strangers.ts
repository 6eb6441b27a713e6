import { SECTIONS, SERVICES } from '@app/contracts';
import type { Filed, Stage } from './stage.js';

/** Whom the case does not concern, at every door behind which something of it lies. What they hear is searched. */
export async function strangers(stage: Stage, filed: Filed): Promise<void> {
  const { procedures } = await stage.read(filed);
  await neighbours(stage, filed);
  for (const section of SECTIONS) {
    const task = procedures.find((one) => one.section === section);
    if (!task) throw new Error(`${section} has nothing of the case.`);
    await officials(stage, section, task.taskId, filed);
  }
  await anybody(stage);
}

/** Another citizen with the right ids. */
async function neighbours(stage: Stage, { applicationId, caseId }: Filed): Promise<void> {
  const neighbour = stage.speaker('citizen-2', 'nothing');
  const application = `/v1/applications/${applicationId}`;
  await neighbour.say('applications', application);
  await neighbour.say('applications', `${application}/stream`);
  await neighbour.say('applications', `${application}/withdrawal`, { body: {} });
  await neighbour.say('applications', `${application}/corrections`, { body: { answers: [] } });
  await neighbour.say('life-events', `/v1/cases/${caseId}`);
  await neighbour.say('resident', '/v1/resident/tasks');
}

/** Officers of other wards and other sections, and operators, who may see no personal data. */
async function officials(
  stage: Stage,
  section: (typeof SECTIONS)[number],
  taskId: string,
  { caseId }: Filed,
): Promise<void> {
  const elsewhere = SECTIONS[(SECTIONS.indexOf(section) + 1) % SECTIONS.length] ?? section;
  // The examples are of the wards 14133 and 14134.
  for (const account of [`${section}-officer-14131`, `${elsewhere}-officer`, 'operator']) {
    const official = stage.speaker(account, 'nothing');
    await official.say(section, `/v1/${section}/tasks?limit=100`);
    await official.say(section, `/v1/${section}/tasks/${taskId}`);
    await official.say(section, `/v1/${section}/tasks/${taskId}/claim`, { body: {} });
    await official.say('life-events', '/v1/cases');
    if (account === 'operator' || account.endsWith('14131'))
      await official.say('life-events', `/v1/cases/${caseId}`);
  }
}

/** What needs no account. */
async function anybody(stage: Stage): Promise<void> {
  const anonymous = stage.speaker('citizen-2', 'nothing');
  for (const service of SERVICES)
    for (const path of ['/docs', '/docs-json', '/', '/favicon.ico', '/health/ready', '/metrics'])
      await anonymous.say(service, path);
}
