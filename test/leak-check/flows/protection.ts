import { PROTECTED_PERSON, PROTECTION, protectedFiling } from '../canaries/protected-canaries.js';
import type { Stage } from './stage.js';

const REGISTER = '/v1/resident/protections';
/** Whom a protected person does not concern: of the same section and ward, of others, and whoever runs or audits it all. */
const OTHERS = [
  'resident-officer',
  'resident-supervisor',
  'childcare-officer',
  'operator',
  'auditor',
];

/** A protection is entered, the person files, others look for them, and two people lift it. */
export async function protection(stage: Stage): Promise<void> {
  const inCharge = stage.speaker('resident-protected', 'the case');
  const entered = await inCharge.ask<{ id: string }>('resident', REGISTER, { body: PROTECTION });
  const path = `${REGISTER}/${entered.id}`;
  await inCharge.ask('resident', path);
  await inCharge.ask('resident', REGISTER);
  await inCharge.ask('resident', `${REGISTER}/search`, { body: PROTECTED_PERSON });
  const filed = await stage.fileAs(protectedFiling());
  const { procedures } = await stage.read(filed);
  const tasks = procedures.filter(({ section }) => section === 'resident');
  for (const { taskId } of tasks) await inCharge.ask('resident', `/v1/resident/tasks/${taskId}`);
  await inCharge.ask('life-events', '/v1/cases/search', { body: PROTECTED_PERSON });
  const taskPaths = tasks.map(({ taskId }) => `/v1/resident/tasks/${taskId}`);
  for (const account of OTHERS)
    await looking(stage, account, [path, REGISTER, ...taskPaths], filed.caseId);
  await lifted(stage, path);
}

async function looking(
  stage: Stage,
  account: string,
  paths: readonly string[],
  caseId: string,
): Promise<void> {
  const other = stage.speaker(account, 'nothing');
  for (const path of paths) await other.say('resident', path);
  await other.say('resident', `${REGISTER}/search`, { body: PROTECTED_PERSON });
  await other.say('resident', REGISTER, { body: PROTECTION });
  await other.say('life-events', '/v1/cases/search', { body: PROTECTED_PERSON });
  await other.say('life-events', `/v1/cases/${caseId}`);
}

async function lifted(stage: Stage, path: string): Promise<void> {
  const [one, another] = ['', '-2'].map((which) =>
    stage.speaker(`resident-protected-supervisor${which}`, 'the case'),
  );
  const approval = await one!.ask<{ id: string }>('resident', `${path}/lifting`, {
    body: { reason: 'decision-ended' },
  });
  await another!.ask('resident', `/v1/resident/approvals/${approval.id}/approval`, { body: {} });
}
