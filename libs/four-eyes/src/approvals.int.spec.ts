import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Principal } from '@app/auth';
import { fixedClock, type FixedClock } from '@app/observability';
import { roleOf, type Tx } from '@app/persistence';
import { createTestDatabase, type TestDatabase } from '@app/persistence/testing';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  Approvals,
  CITY_WIDE,
  fourEyesMigrations,
  type Approval,
  type ApprovalRequest,
} from './index.js';

class Deeds1764100000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE deed (approval_id uuid NOT NULL, subject_id text NOT NULL)');
    await runner.query(`GRANT SELECT, INSERT ON deed TO ${roleOf('resident', 'api')}`);
  }
  async down(): Promise<void> {
    // Only ever forward.
  }
}

const person = (sub: string, ...wards: string[]): Principal => ({
  ...{ sub, wards, section: 'resident', loa: 'none' },
  roles:
    sub === 'nobody'
      ? ['reception']
      : ['supervisor', ...(sub === 'wide' ? (['auditor'] as const) : [])],
});
const first = person('first', '14131');
const second = person('second', '14131');
const third = person('third', '14131');
const elsewhere = person('fourth', '14132');
const LIFETIME = 72;

describe('Approvals', () => {
  let test: TestDatabase;
  let clock: FixedClock;
  let approvals: Approvals;
  let refusing: boolean;
  let subjects = 0;
  const api = { role: 'api', keys: [], wards: ['14131'] } as const;

  beforeAll(async () => {
    const migrations = [...fourEyesMigrations('resident'), Deeds1764100000001];
    test = await createTestDatabase({ service: 'resident', migrations });
  });
  afterAll(() => test.drop());

  beforeEach(() => {
    clock = fixedClock('2026-11-02T09:00:00+09:00');
    refusing = false;
    const acts = [
      {
        act: 'release-hold',
        right: 'case.resolve',
        execute,
        keys: ({ subjectId }: Approval) => Promise.resolve([subjectId]),
      },
      { act: 'bulk-export', right: 'case.export' },
    ] as const;
    approvals = new Approvals({ uow: test.uow, clock, acts, approvalHours: LIFETIME });
  });

  async function execute(tx: Tx, { id, subjectId }: Approval): Promise<void> {
    await tx.query('INSERT INTO deed VALUES ($1, $2)', [id, subjectId]);
    if (refusing) throw new Error('not now');
  }

  const asked = (change: Partial<ApprovalRequest> = {}): Promise<Approval> => {
    const request: ApprovalRequest = {
      ...{ act: 'release-hold', subjectId: `subject-${++subjects}`, reason: 'proceedings-ended' },
      ...{ ward: '14131', by: 'first', ...change },
    };
    const options = { ...api, wards: ['14131', CITY_WIDE] };
    return test.uow.run(options, (tx) => approvals.request(tx, request));
  };
  const deeds = async ({ id }: Approval): Promise<number> => {
    const rows = await test.uow.run(api, (tx) =>
      tx.query('SELECT FROM deed WHERE approval_id = $1', [id]),
    );
    return rows.length;
  };
  const stored = (id: string): Promise<Approval[]> =>
    test.uow.run(api, (tx) => tx.query<Approval>('SELECT * FROM approval WHERE id = $1', [id]));
  const code = (code: string): unknown => expect.objectContaining({ code });

  it('carries the act out when another person approves, and not again when that is repeated', async () => {
    const approval = await asked();
    await expect(approvals.approve(first, approval.id)).rejects.toEqual(code('own-approval'));
    expect(await deeds(approval)).toBe(0);
    const done = await approvals.approve(second, approval.id);
    expect(done).toMatchObject({ state: 'DONE', approvedBy: 'second', doneAt: clock.now() });
    expect(await approvals.approve(second, approval.id)).toEqual(done);
    await expect(approvals.approve(third, approval.id)).rejects.toEqual(code('approval-ended'));
    expect(await deeds(approval)).toBe(1);
  });

  it('of many approvers at once lets one through', async () => {
    const approval = await asked();
    const people = Array.from({ length: 8 }, (_, index) => person(`at-once-${index}`, '14131'));
    const settled = await Promise.allSettled(
      people.map((each) => approvals.approve(each, approval.id)),
    );
    const approved = settled.filter(({ status }) => status === 'fulfilled');
    const refused = settled.filter(({ status }) => status === 'rejected');
    expect([approved.length, refused.length]).toEqual([1, 7]);
    for (const each of refused)
      expect((each as PromiseRejectedResult).reason).toEqual(code('approval-ended'));
    expect(await deeds(approval)).toBe(1);
  });

  it('leaves the request open when the act cannot be carried out, with nothing done', async () => {
    const approval = await asked();
    refusing = true;
    await expect(approvals.approve(second, approval.id)).rejects.toThrow('not now');
    expect(await deeds(approval)).toBe(0);
    refusing = false;
    expect(await approvals.approve(third, approval.id)).toMatchObject({ approvedBy: 'third' });
  });

  it('lets who asked use what was approved, once, also when they try at once', async () => {
    const approval = await asked({ act: 'bulk-export', reason: 'statistics' });
    const use = (by: string): Promise<Approval> =>
      test.uow.run({ ...api, keys: [approval.id] }, (tx) => approvals.use(tx, approval.id, by));
    await expect(use('first')).rejects.toEqual(code('not-approved'));
    expect(await approvals.approve(second, approval.id)).toMatchObject({ state: 'APPROVED' });
    await expect(use('second')).rejects.toEqual(code('not-approved'));
    const settled = await Promise.allSettled(Array.from({ length: 5 }, () => use('first')));
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(use('first')).rejects.toEqual(code('approval-ended'));
    expect(await approvals.read(first, approval.id)).toMatchObject({ state: 'DONE' });
  });

  it('expires unmet, stays written so, and makes room for a new request', async () => {
    const approval = await asked();
    clock.advance(LIFETIME * 3_600_000);
    expect(await approvals.read(second, approval.id)).toMatchObject({ state: 'EXPIRED' });
    await expect(approvals.approve(second, approval.id)).rejects.toEqual(code('approval-expired'));
    expect(await stored(approval.id)).toMatchObject([{ state: 'EXPIRED', approved_by: null }]);
    expect(await deeds(approval)).toBe(0);
    const again = await asked({ subjectId: approval.subjectId });
    expect(again.id).not.toBe(approval.id);
    clock.advance(LIFETIME * 3_600_000);
    const { id } = await asked({ subjectId: approval.subjectId, by: 'second' });
    expect(await stored(again.id)).toMatchObject([{ state: 'EXPIRED' }]);
    expect(await stored(id)).toMatchObject([{ state: 'REQUESTED' }]);
  });

  it('asks once for the same, and says who else has asked by refusing', async () => {
    const approval = await asked();
    const { subjectId } = approval;
    const twice = await Promise.all([asked({ subjectId }), asked({ subjectId })]);
    expect(twice.map(({ id }) => id)).toEqual([approval.id, approval.id]);
    await expect(asked({ subjectId, by: 'second' })).rejects.toEqual(code('approval-pending'));
    await expect(asked({ reason: 'because of 山田' })).rejects.toEqual(code('invalid-request'));
    await approvals.refuse(first, approval.id);
    expect((await asked({ subjectId, by: 'second' })).requestedBy).toBe('second');
  });

  it('does not exist for another ward, and not for who has no right', async () => {
    const { id } = await asked();
    const wide = await asked({ act: 'bulk-export', reason: 'audit', ward: CITY_WIDE });
    const refused = person('nobody', '14131');
    for (const stranger of [elsewhere, refused]) {
      for (const attempt of ['read', 'approve', 'refuse'] as const)
        await expect(approvals[attempt](stranger, id)).rejects.toEqual(code('not-found'));
      const { approvals: seen } = await approvals.list(stranger, { limit: 100 });
      expect(seen.map((approval) => approval.id)).not.toContain(id);
    }
    await expect(approvals.approve(second, wide.id)).rejects.toEqual(code('not-found'));
    expect((await approvals.list(second, { limit: 100 })).approvals).not.toContainEqual(wide);
    expect(await approvals.approve(person('wide'), wide.id)).toMatchObject({ state: 'APPROVED' });
  });

  it('lists what waits, the oldest first, page by page, and what one has asked for oneself', async () => {
    const own = person('lister', '14137');
    const uow = { role: 'api', keys: [], wards: ['14137'] } as const;
    const ids: string[] = [];
    for (const [subjectId, by] of [
      ['a', 'other'],
      ['b', 'lister'],
      ['c', 'other'],
    ] as const) {
      const request = {
        act: 'bulk-export',
        reason: 'audit',
        ward: '14137',
        subjectId,
        by,
      } as const;
      ids.push((await test.uow.run(uow, (tx) => approvals.request(tx, request))).id);
    }
    const seen = async (after?: string) => {
      const page = await approvals.list(own, { limit: 2, ...(after && { after }) });
      const mine = page.approvals.filter(({ ward }) => ward === '14137').map(({ id }) => id);
      return { mine, next: page.next };
    };
    const all = await approvals.list(own, { limit: 100 });
    expect(all.approvals.filter(({ ward }) => ward === '14137').map(({ id }) => id)).toEqual(ids);
    expect(await seen(ids[0])).toEqual({ mine: [ids[1], ids[2]], next: null });
    await approvals.approve(person('another', '14137'), ids[1]!);
    await approvals.approve(own, ids[0]!);
    expect((await seen(ids[0])).mine).toEqual([ids[1], ids[2]]);
    expect((await approvals.list(own, { limit: 100 })).approvals.map(({ id }) => id)).not.toContain(
      ids[0],
    );
  });

  it('is held to two people and to its end by the database as well', async () => {
    const { id } = await asked();
    const raw = (sql: string): Promise<unknown> => test.uow.run(api, (tx) => tx.query(sql, [id]));
    const approve = (by: string): string =>
      `UPDATE approval SET state = 'DONE', approved_by = ${by} WHERE id = $1`;
    await expect(raw(approve("'first'"))).rejects.toMatchObject({
      constraint: 'approval_two_people',
    });
    await expect(raw(approve('NULL'))).rejects.toMatchObject({ constraint: 'approval_given' });
    await expect(raw(`UPDATE approval SET requested_by = 'x' WHERE id = $1`)).rejects.toMatchObject(
      {
        code: '42501',
      },
    );
    await expect(raw('DELETE FROM approval WHERE id = $1')).rejects.toMatchObject({
      code: '42501',
    });
    await approvals.approve(second, id);
    await expect(raw(`UPDATE approval SET state = 'REQUESTED' WHERE id = $1`)).rejects.toThrow(
      'an approval that is DONE stays so',
    );
  });
});
