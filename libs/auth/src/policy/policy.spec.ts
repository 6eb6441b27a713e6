import { describe, expect, it } from '@jest/globals';
import { PROTECTED_WARD } from '@app/contracts';
import type { Principal } from '../principal.js';
import type { Access } from './access.js';
import { admit, levelRefusalFor } from './admit.js';
import {
  kindsOf,
  listConditions,
  permits,
  reachesSection,
  wardsOf,
  withheldFrom,
} from './permit.js';
import { POLICY, type Action } from './policy.js';
import { ROLES, isSectionRole, type Role } from './roles.js';

const WARD = '14133';
const officer = (...roles: Role[]): Principal => ({
  sub: 'anna',
  roles,
  section: 'resident',
  wards: [WARD],
  loa: 'none',
});
const citizen = (loa: Principal['loa']): Principal => ({
  sub: 'c',
  roles: ['citizen'],
  wards: [],
  loa,
});

function admitted(principal: Principal, action: Action, stated?: string): Access {
  const admission = admit(principal, action, stated);
  if (admission.refusal) throw new Error(`refused: ${admission.refusal.code}`);
  return admission.access;
}
const refusalOf = (principal: Principal, action: Action, stated?: string) =>
  admit(principal, action, stated).refusal?.code;

const task = { ward: WARD, section: 'resident', status: 'RECEIVED', lifeEvent: 'birth' } as const;

describe('who is admitted', () => {
  it('is whoever has one of the action’s roles, and they act as the first of these', () => {
    const access = admitted(officer('supervisor', 'decider'), 'task.decide');
    expect(access).toMatchObject({ role: 'decider', purpose: 'decision', sub: 'anna' });
    expect(refusalOf(officer('reception'), 'task.decide')).toBe('forbidden');
    expect(refusalOf(officer(), 'task.read')).toBe('forbidden');
  });

  it('is nobody through the right to see protected persons alone', () => {
    for (const action of Object.keys(POLICY) as Action[])
      expect(refusalOf(officer('protected-persons'), action)).toBe('forbidden');
  });

  it('gives operators, auditors and rule owners no look at anybody’s data', () => {
    const personal = ['identity', 'facts', 'words', 'circumstances', 'reference'];
    for (const role of ['operator', 'auditor', 'rule-owner'] as const)
      for (const { grants } of Object.values(POLICY)) {
        const grant = grants[role];
        if (grant === undefined || grant.reach === 'nothing') continue;
        expect(grant.kinds.filter((kind) => personal.includes(kind))).toEqual([]);
      }
  });

  it('needs the card for what is filed, its signature for a move-out, and nothing to ask questions', () => {
    expect(refusalOf(citizen('none'), 'application.submit')).toBe('assurance-too-low');
    expect(refusalOf(citizen('none'), 'interview.start')).toBeUndefined();
    const access = admitted(citizen('card-user-authentication'), 'application.submit');
    expect(levelRefusalFor(access, 'birth')).toBeNull();
    expect(levelRefusalFor(access, 'move-out')).toEqual({
      code: 'assurance-too-low',
      least: 'card-signature',
    });
    const signed = admitted(citizen('card-signature'), 'application.submit');
    expect(levelRefusalFor(signed, 'move-out')).toBeNull();
  });

  it('takes a stated purpose of the list from staff; a citizen’s is their own procedure', () => {
    expect(admitted(officer('reviewer'), 'task.read', 'enquiry').purpose).toBe('enquiry');
    expect(admitted(officer('reviewer'), 'task.read').purpose).toBe('review');
    expect(refusalOf(officer('reviewer'), 'task.read', 'toString')).toBe('purpose-unknown');
    expect(admitted(citizen('none'), 'interview.read', 'audit').purpose).toBe('own-procedure');
  });
});

describe('what is permitted', () => {
  const read = (principal: Principal) => admitted(principal, 'task.read');

  it('lies in the caller’s wards and section', () => {
    const access = read(officer('reviewer'));
    expect(permits(access, task)).toBe(true);
    expect(permits(access, { ...task, ward: '14134' })).toBe(false);
    expect(permits(access, { ...task, section: 'insurance' })).toBe(false);
    expect(permits(access, { section: 'resident', status: 'RECEIVED' })).toBe(false);
    expect(reachesSection(access, 'insurance')).toBe(false);
  });

  it('is one’s own, for a citizen', () => {
    const access = admitted(citizen('card-signature'), 'application.read');
    expect(permits(access, { owner: 'c' })).toBe(true);
    expect(permits(access, { owner: 'd' })).toBe(false);
    expect(permits(access, { ward: WARD })).toBe(false);
  });

  it('is for the centre what was handed to it, and what somebody there holds', () => {
    const access = read(officer('centre'));
    const inReview = { ...task, status: 'IN_REVIEW' } as const;
    expect(permits(access, { ...task, status: 'AT_CENTRE' })).toBe(true);
    expect(permits(access, task)).toBe(false);
    expect(permits(access, { ...inReview, claimedBy: 'anna' })).toBe(true);
    expect(permits(access, { ...inReview, claimedBy: 'ben' })).toBe(false);
    expect(listConditions(access)).toHaveLength(1);
    expect(listConditions(read(officer('centre', 'reviewer')))).toBeNull();
  });

  it('is for moves between wards these alone, with names and without facts', () => {
    const access = read(officer('ward-transfer'));
    const move = { ...task, lifeEvent: 'move-between-wards' };
    expect(permits(access, task)).toBe(false);
    expect(permits(access, move)).toBe(true);
    expect(kindsOf(access, task).size).toBe(0);
    expect(withheldFrom(access, kindsOf(access, move))).toEqual(['facts', 'words', 'history']);
  });

  it('is a protected record only with the right to see it, operators included', () => {
    const hidden = { ...task, ward: PROTECTED_WARD };
    expect(permits(read(officer('reviewer')), hidden)).toBe(false);
    const entitled = officer('reviewer', 'protected-persons');
    expect(permits(read(entitled), hidden)).toBe(true);
    expect(wardsOf(entitled)).toEqual([WARD, PROTECTED_WARD]);
    const operator: Principal = { sub: 'o', roles: ['operator'], wards: [], loa: 'none' };
    const access = admitted(operator, 'case.read');
    expect(permits(access, { ward: WARD })).toBe(true);
    expect(permits(access, hidden)).toBe(false);
  });
});

describe('the table', () => {
  it('binds every role of a section to its wards, and none of the city to any', () => {
    for (const [action, { grants }] of Object.entries(POLICY))
      for (const role of ROLES) {
        const reach = grants[role]?.reach;
        if (reach === undefined || reach === 'nothing') continue;
        const due = isSectionRole(role)
          ? ['desk', 'wards']
          : role === 'citizen'
            ? ['own']
            : ['city'];
        expect({ action, role, ok: due.includes(reach) }).toEqual({ action, role, ok: true });
      }
  });

  it('asks a level of every action that citizens may do', () => {
    const without = Object.entries(POLICY).filter(
      ([, { grants, level }]) => grants.citizen && !level,
    );
    expect(without.map(([action]) => action)).toEqual([]);
  });
});
