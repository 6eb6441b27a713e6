import { until } from '../../support/until.js';
import { RESOLUTION, WRITTEN } from '../canaries/written-canaries.js';
import type { Filed, Stage } from './stage.js';

/** Returned with a question and answered, rejected with a reason, resolved with a reason, and then taken back. */
export async function troubledCase(stage: Stage): Promise<Filed> {
  const filed = await stage.file('birth');
  await returnedAndAnswered(stage, filed);
  await rejected(stage, filed);
  await resolved(stage, filed);
  await stage.citizen.ask('applications', `/v1/applications/${filed.applicationId}/withdrawal`, {
    body: {},
  });
  await stage.reaches(filed, 'nothing is open any more', ({ procedures }) =>
    procedures.every(({ status }) => ['WITHDRAWN', 'REJECTED', 'DECIDED'].includes(status)),
  );
  return filed;
}

async function returnedAndAnswered(stage: Stage, filed: Filed): Promise<void> {
  const procedure = 'pregnancy-support-benefit-2';
  const task = await stage.task('childcare', filed, procedure);
  const claimed = await stage.act('childcare', task, 'claim');
  const item = 'bank-account';
  await stage.act('childcare', claimed, 'return', { items: [{ item, note: WRITTEN.question }] });
  await stage.reaches(filed, 'the citizen is asked', ({ status }) => status === 'ACTION_NEEDED');
  const answers = [{ taskId: task.taskId, item, value: WRITTEN.answer }];
  await stage.citizen.ask('applications', `/v1/applications/${filed.applicationId}/corrections`, {
    body: { answers },
  });
  await stage.reaches(filed, 'the section has it again', ({ status }) => status === 'OPEN');
  await stage.officer('childcare').ask('childcare', `/v1/childcare/tasks/${task.taskId}`);
}

async function rejected(stage: Stage, filed: Filed): Promise<void> {
  const task = await stage.task('resident', filed, 'birth-registration');
  const claimed = await stage.act('resident', task, 'claim');
  const body = { outcome: 'rejected', reason: WRITTEN.rejection };
  await stage.act('resident', claimed, 'decision', body);
  await stage.reaches(filed, 'the case is on hold', ({ status }) => status === 'ON_HOLD');
  await stage.officer('resident').ask('resident', `/v1/resident/tasks/${task.taskId}`);
}

async function resolved(stage: Stage, { caseId }: Filed): Promise<void> {
  await until('the supervisor decides on what is held', () => resolvedNow(stage, caseId));
}

/** Whether nothing had come between reading and deciding. */
async function resolvedNow(stage: Stage, caseId: string): Promise<boolean> {
  const supervisor = stage.speaker('resident-supervisor', 'the case');
  const path = `/v1/cases/${caseId}`;
  const found = await supervisor.say('life-events', path);
  const { tasks } = JSON.parse(found.text) as { tasks: { taskId: string; held: string | null }[] };
  const held = tasks.find((task) => task.held !== null);
  if (!held) throw new Error('Nothing of the case is held.');
  const { status } = await supervisor.say('life-events', `${path}/resolutions`, {
    headers: { 'if-match': found.headers.get('etag') ?? '' },
    body: { taskId: held.taskId, decision: 'cancel', reason: RESOLUTION },
  });
  return status === 201;
}
