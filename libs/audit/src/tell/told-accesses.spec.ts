import { describe, expect, it } from '@jest/globals';
import type { StoredAccess } from '../seal/stored-access.js';
import { toldAccesses } from './told-accesses.js';

const CASE = '0197a3c0-0000-7000-8000-0000000a0002';
const access: StoredAccess = {
  at: '2026-11-20T14:59:00.000001Z',
  ...{
    generation: 1,
    xid: '7',
    seq: '9',
    id: 'x',
    actor: 'officer-1',
    requestId: 'r',
    attempts: 1,
  },
  ...{ role: 'reviewer', section: 'childcare', wards: ['14133'], purpose: 'review' },
  ...{ action: 'task.read', caseId: CASE, recordId: null, dataKinds: ['identity', 'facts'] },
  ...{ numberTouched: false, outcome: 'granted', reason: null },
};
const told = (...rows: Partial<StoredAccess>[]) =>
  toldAccesses(rows.map((row) => ({ ...access, ...row }))).get(CASE);

describe('what the person is told whose case it is', () => {
  it('says section, role, purpose and kinds of data, and nothing about who it was', () => {
    expect(told({})).toEqual([
      {
        ...{ firstAt: access.at, lastAt: access.at, times: 1, section: 'childcare' },
        ...{ role: 'reviewer', purpose: 'review', action: 'task.read' },
        dataKinds: ['facts', 'identity'],
      },
    ]);
    expect(told({ role: 'operator', section: null })).toMatchObject([{ section: null }]);
  });

  it('is one for equal ones of a day of Japan, whoever they were', () => {
    const [first, second] = ['2026-11-20T00:00:00.000000Z', '2026-11-20T14:59:59.999999Z'];
    expect(
      told({ at: second }, { at: first, actor: 'officer-2', wards: [] }, { dataKinds: [] }),
    ).toMatchObject([
      { firstAt: first, lastAt: second, times: 2 },
      { times: 1, dataKinds: [] },
    ]);
    expect(told({}, { at: '2026-11-20T15:00:00.000000Z' })).toHaveLength(2);
  });

  it('tells of no protection: its purpose looks like any other, its own actions are left out', () => {
    expect(told({ purpose: 'protection' })).toEqual(told({}));
    expect(told({ action: 'protection.read' })).toBeUndefined();
    expect(told({ role: 'protected-persons' })).toBeUndefined();
    expect(told({ action: 'no.more', purpose: 'protection' })).toBeUndefined();
  });

  it('is nothing for an id that is of no case', () => {
    expect(toldAccesses([{ ...access, caseId: 'd9428888-122b-41e1-b85c-61d5b1a1e5d8' }]).size).toBe(
      0,
    );
    expect(toldAccesses([{ ...access, caseId: null }]).size).toBe(0);
  });
});
