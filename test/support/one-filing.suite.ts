import { describe, expect, it } from '@jest/globals';
import { SECTIONS } from '@app/contracts';
import { Citizen, filingOf, type ApplicationSeen } from './citizen.js';
import { Officer, acceptWhatIsOpen, officersOf } from './officers.js';
import type { System } from './system.js';
import { until } from './until.js';

const statusOf = (seen: ApplicationSeen, procedureId: string) =>
  seen.procedures.find((one) => one.procedureId === procedureId)?.status;

/** What holds for one filing, however the system is run. */
export function oneFilingFansOut(system: () => System): void {
  const citizen = () => new Citizen(system());
  const officer = (section: 'resident' | 'insurance' | 'childcare') =>
    new Officer(system(), section);

  async function filed(name: 'birth' | 'move-in') {
    const accepted = await citizen().submit(filingOf(name));
    await until('all sections have received their tasks', async () =>
      allReceived(await citizen().read(accepted.applicationId)),
    );
    return accepted;
  }
  const allReceived = ({ procedures }: ApplicationSeen) =>
    procedures.length > 0 &&
    procedures.every(({ received }) => received) &&
    new Set(procedures.map(({ section }) => section)).size === SECTIONS.length;
  const taskOf = async (
    section: 'resident' | 'insurance' | 'childcare',
    caseId: string,
    procedureId: string,
  ) => {
    const found = (await officer(section).queue(`&procedure=${procedureId}`)).find(
      (task) => task.caseId === caseId,
    );
    if (found === undefined) throw new Error(`${section} has no ${procedureId} of ${caseId}`);
    return found;
  };
  const reaches = (
    applicationId: string,
    what: string,
    holds: (seen: ApplicationSeen) => boolean,
  ) => until(what, async () => holds(await citizen().read(applicationId)));

  describe('one filing', () => {
    it.each(['birth', 'move-in'] as const)(
      'of a %s reaches every section and comes back as CLOSED',
      async (name) => {
        const { applicationId, caseId } = await filed(name);
        const officers = officersOf(system());
        await until('the case is closed', async () => {
          await acceptWhatIsOpen(officers, new Set([caseId]));
          return (await citizen().read(applicationId)).status === 'CLOSED';
        });
        const { procedures } = await citizen().read(applicationId);
        expect(
          procedures.filter(({ status }) => !['DECIDED', 'DELIVERED'].includes(status)),
        ).toEqual([]);
      },
    );

    it('tells the citizen which section looked at it and why, and never who it was', async () => {
      const { applicationId, caseId } = await filed('birth');
      const task = await taskOf('childcare', caseId, 'pregnancy-support-benefit-2');
      await officer('childcare').read(task.taskId);
      await officer('childcare').act(task, 'claim');
      const seen = async (action: string) =>
        (await citizen().accesses(applicationId)).find((access) => access.action.code === action);
      await until(
        'the citizen can read of it',
        async () => (await seen('task.claim')) !== undefined,
      );
      expect(await seen('task.read')).toMatchObject({
        section: { code: 'childcare', nameJa: '児童家庭課' },
        role: { code: 'reception', nameJa: '受付' },
        purpose: { code: 'reception', nameJa: '受付・相談' },
        action: { nameJa: '一件の内容を見る' },
      });
      const told = JSON.stringify(await citizen().accesses(applicationId));
      expect(told).not.toMatch(/-officer|citizen-|14133/);
    });

    it('makes what hangs on a resident notification wait for its final registration', async () => {
      const { applicationId, caseId } = await filed('move-in');
      const waiting = await taskOf('insurance', caseId, 'nhi-enroll');
      expect(waiting.status).toBe('WAITING_PREDECESSOR');
      await expect(officer('insurance').act(waiting, 'claim')).rejects.toThrow(/illegal-move/);

      await officer('resident').accept(await taskOf('resident', caseId, 'move-in-notification'));
      await reaches(
        applicationId,
        'nhi-enroll is released',
        (seen) => statusOf(seen, 'nhi-enroll') === 'RECEIVED',
      );
      expect(statusOf(await citizen().read(applicationId), 'child-medical-certificate')).toBe(
        'WAITING_PREDECESSOR',
      );
      await officer('insurance').accept(await taskOf('insurance', caseId, 'nhi-enroll'));
      await reaches(
        applicationId,
        'child-medical-certificate is released',
        (seen) => statusOf(seen, 'child-medical-certificate') === 'RECEIVED',
      );
    });

    it('goes back to the citizen with the item named, and on with the answer', async () => {
      const { applicationId, caseId } = await filed('birth');
      const benefit = await taskOf('childcare', caseId, 'pregnancy-support-benefit-2');
      const claimed = await officer('childcare').act(benefit, 'claim');
      await officer('childcare').act(claimed, 'return', {
        items: [{ item: 'bank-account', note: '口座番号をお知らせください。' }],
      });
      await reaches(
        applicationId,
        'the citizen is asked',
        ({ status }) => status === 'ACTION_NEEDED',
      );
      const asked = (await citizen().read(applicationId)).procedures.find(
        ({ taskId }) => taskId === benefit.taskId,
      );
      expect(asked).toMatchObject({
        holder: 'citizen',
        returnedItems: [{ item: 'bank-account', note: '口座番号をお知らせください。' }],
      });

      const answer = {
        answers: [{ taskId: benefit.taskId, item: 'bank-account', value: '窓口銀行 普通 0000000' }],
      };
      expect(
        (await citizen().send(`/v1/applications/${applicationId}/corrections`, answer)).status,
      ).toBe(202);
      await reaches(
        applicationId,
        'the section has it again',
        (seen) =>
          seen.status === 'OPEN' && statusOf(seen, 'pregnancy-support-benefit-2') === 'RECEIVED',
      );
      expect(JSON.stringify(await officer('childcare').read(benefit.taskId))).toContain(
        '窓口銀行 普通 0000000',
      );
    });

    it('holds what hangs on a rejected notification until a supervisor cancels it', async () => {
      const { applicationId, caseId } = await filed('birth');
      const claimed = await officer('resident').act(
        await taskOf('resident', caseId, 'birth-registration'),
        'claim',
      );
      await officer('resident').act(claimed, 'decision', {
        outcome: 'rejected',
        reason: '届書に不備があります。',
      });
      await reaches(applicationId, 'the case is on hold', ({ status }) => status === 'ON_HOLD');
      // Of what life-events says, the citizen's service may hear before the section does.
      await until('the section holds it', async () => {
        const { held } = await taskOf('insurance', caseId, 'nhi-enroll');
        return held === 'predecessor-rejected';
      });
    });

    it('is withdrawn by the sections that have not decided, and refused by the one that has', async () => {
      const { applicationId, caseId } = await filed('birth');
      await officer('insurance').accept(
        await taskOf('insurance', caseId, 'np-maternity-exemption'),
      );
      await reaches(
        applicationId,
        'one is decided',
        (seen) => statusOf(seen, 'np-maternity-exemption') === 'DECIDED',
      );
      expect(
        (await citizen().send(`/v1/applications/${applicationId}/withdrawal`, {})).status,
      ).toBe(202);
      await reaches(applicationId, 'the rest is withdrawn', ({ procedures }) =>
        procedures.every(
          ({ procedureId, status }) =>
            status === (procedureId === 'np-maternity-exemption' ? 'DECIDED' : 'WITHDRAWN'),
        ),
      );
    });

    it('shows a section only the facts and the persons of its own tasks', async () => {
      const { caseId } = await filed('move-in');
      const notification = await officer('resident').read(
        (await taskOf('resident', caseId, 'move-in-notification')).taskId,
      );
      expect(JSON.stringify(notification.facts)).not.toContain('higherEarner');
      const medical = await officer('childcare').read(
        (await taskOf('childcare', caseId, 'child-medical-certificate')).taskId,
      );
      expect(JSON.stringify(medical.identities)).not.toContain('健');
    });
  });
}
