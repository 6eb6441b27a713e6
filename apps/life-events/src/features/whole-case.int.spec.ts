import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { CaseSnapshotData } from '@app/contracts';
import { startCityOnTheLog, type City } from '../testing/city-on-the-log.js';
import { fictionalFiling, requestOf, type Neighbours } from '../testing/neighbours.js';

// Four services take turns here; on a busy machine that is slow and nothing else.
jest.setTimeout(30_000);

let running: Awaited<ReturnType<typeof startCityOnTheLog>>;
let city: City;

beforeAll(async () => {
  running = await startCityOnTheLog();
  ({ city } = running);
}, 60_000);
afterAll(() => running.stop());

const statusOf = ({ tasks }: CaseSnapshotData, procedureId: string) =>
  tasks.find((task) => task.procedureId === procedureId)?.status;

async function filed(name: 'birth' | 'move-in'): Promise<Neighbours> {
  const others = running.newCase();
  await city.file(await others.submit(fictionalFiling(name)));
  return others;
}

describe('a case over the event log, with three real sections', () => {
  it('goes from one filing to three desks, in order, and comes back closed', async () => {
    const { caseId } = await filed('move-in');
    const opened = await city.view(caseId);
    expect(statusOf(opened, 'move-in-notification')).toBe('RECEIVED');
    expect(statusOf(opened, 'nhi-enroll')).toBe('WAITING_PREDECESSOR');
    expect(opened.tasks.every(({ version }) => version === 1)).toBe(true);
    const registered = await city.work(caseId);
    expect(statusOf(registered, 'move-in-notification')).toBe('DECIDED');
    expect(statusOf(registered, 'nhi-enroll')).toBe('RECEIVED');
    expect(statusOf(registered, 'child-medical-certificate')).toBe('WAITING_PREDECESSOR');
    await city.work(caseId);
    await city.work(caseId);
    const last = await city.work(caseId);
    expect(last.status).toBe('CLOSED');
    const heard = city.heard(caseId);
    expect(heard.map(({ version }) => version)).toEqual(heard.map((_snapshot, index) => index + 1));
    expect(heard.at(-1)).toMatchObject({ status: 'CLOSED', version: last.version });
    expect(heard.filter(({ status }) => status === 'CLOSED')).toHaveLength(1);
  });

  it('holds what depends on a refused notification until a supervisor decides', async () => {
    const { caseId } = await filed('birth');
    const refused = await city.work(caseId, ({ procedureId }) =>
      procedureId === 'birth-registration' ? 'rejected' : 'accepted',
    );
    expect(refused.status).toBe('ON_HOLD');
    const held = refused.tasks.filter((task) => task.held === 'predecessor-rejected');
    expect(held.map(({ procedureId }) => procedureId)).toContain('nhi-enroll');
    for (const { taskId, procedureId } of held)
      await city.resolve(caseId, taskId, procedureId === 'nhi-enroll' ? 'release' : 'cancel');
    const resolved = await city.view(caseId);
    expect(statusOf(resolved, 'nhi-enroll')).toBe('RECEIVED');
    expect(statusOf(resolved, 'child-allowance-claim')).toBe('WITHDRAWN');
    await city.work(caseId);
    expect((await city.work(caseId)).status).toBe('CLOSED');
  });

  it('is withdrawn by every section when nothing is decided, and in part otherwise', async () => {
    const early = await filed('birth');
    await city.file(await early.withdraw());
    expect(await city.view(early.caseId)).toMatchObject({
      status: 'WITHDRAWN',
      withdrawal: 'done',
    });
    const late = await filed('move-in');
    await city.work(late.caseId);
    await city.file(await late.withdraw());
    const end = await city.view(late.caseId);
    expect(end).toMatchObject({ status: 'CLOSED', withdrawal: 'partly-refused' });
    expect(statusOf(end, 'move-in-notification')).toBe('DECIDED');
    expect(statusOf(end, 'nhi-enroll')).toBe('WITHDRAWN');
  });

  it('takes a correction to the tasks that it changes', async () => {
    const others = await filed('birth');
    const { identities } = fictionalFiling('birth');
    const named = identities.map((identity) =>
      identity.person === 'p3' ? { ...identity, givenName: '咲良' } : identity,
    );
    await city.file(await others.correct({ answers: [], identities: named }));
    const { tasks } = await city.view(others.caseId);
    const versions = new Map(tasks.map(({ procedureId, version }) => [procedureId, version]));
    // A new version at the section, so that nobody decides on the old facts.
    expect(versions.get('birth-registration')).toBe(2);
    expect(versions.get('np-maternity-exemption')).toBe(1);
  });

  it('moves the deadlines at the desks when the day of a birth is corrected', async () => {
    const others = await filed('birth');
    const deadlineOf = ({ tasks }: CaseSnapshotData) =>
      tasks.find(({ procedureId }) => procedureId === 'birth-registration')?.deadline;
    const opened = await city.view(others.caseId);
    const filing = fictionalFiling('birth');
    filing.eventDate = '2025-10-15';
    for (const person of filing.householdFacts.persons)
      if (person['role'] === 'child') person['birthDate'] = filing.eventDate;
    await city.file(await others.correct({ answers: [], request: requestOf(filing) }));
    const after = await city.view(others.caseId);
    // Family Register Act art. 49: within 14 days, the day of the birth counted.
    expect([deadlineOf(opened), deadlineOf(after)]).toEqual(['2025-11-04', '2025-10-28']);
    for (const task of after.tasks) {
      const { deadline, deadlineRule, noLossDeadline, visitRequired, version } = task;
      expect(await city.desk(task)).toMatchObject({
        ...{ deadline, deadlineRule, noLossDeadline, visitRequired, version },
      });
    }
  });

  it('parks what contradicts a case, with what follows it, and goes on with the others', async () => {
    const bad = running.newCase();
    const filing = fictionalFiling('birth');
    await city.file(await bad.submit(filing, { ward: '14131' }), await bad.withdraw());
    const { caseId } = await filed('birth');
    expect((await city.view(caseId)).status).toBe('OPEN');
    expect(await running.parked()).toMatchObject([
      { key: bad.caseId, reason: 'failed' },
      { key: bad.caseId, reason: 'behind' },
    ]);
  });
});
