import { describe, expect, it } from '@jest/globals';
import { asked, determined, find, standing, type Json } from './testing/household.js';

const member = {
  id: 'p',
  role: 'head',
  birthDate: '1985-06-01',
  sex: 'female',
  insurance: 'nhi',
  pension: 'category1',
  myNumberCard: false,
  sealRegistered: false,
  surnameChanges: false,
  disabilityHandbook: false,
  selfSupportMedical: false,
  careLevel: null,
};
const other = { id: 'f', role: 'former-spouse', birthDate: '1984-01-01', insurance: 'employee' };
const child = {
  id: 'c',
  role: 'child',
  birthDate: '2018-06-01',
  sex: 'male',
  insurance: 'nhi',
  livesWith: 'p',
  nursery: 'none',
  school: 'public-elementary',
  myNumberCard: false,
  disabilityHandbook: false,
  selfSupportMedical: false,
  childMedicalCertificate: false,
};
const SETTLED = {
  divorceType: 'agreement',
  keepsMarriedSurname: false,
  livingTogether: false,
  existingChildAllowanceRecipient: null,
  otherChildren: 0,
};

interface Change {
  readonly on?: string;
  readonly facts?: Json;
  readonly member?: Json;
  readonly other?: Json;
  readonly more?: readonly Json[];
}

/** A woman stays after a divorce; what a test changes stands in its own lines. */
function divorce(change: Change = {}) {
  return determined({
    lifeEvent: 'divorce',
    eventDate: change.on ?? '2026-05-11',
    facts: { ...SETTLED, ...change.facts },
    persons: [
      { ...member, ...change.member },
      { ...other, publicServant: false, ...change.other },
      ...(change.more ?? []),
    ],
  });
}

describe('divorce: registration', () => {
  it.each<[Json, string | null, string | null]>([
    [{ divorceType: 'agreement' }, null, null],
    [{ divorceType: 'court' }, '2026-05-11', '2026-05-20'],
    [{ divorceType: 'court', courtDocumentDeliveredOn: '2026-05-10' }, '2026-05-11', '2026-05-20'],
    [{ divorceType: 'court', courtDocumentDeliveredOn: '2026-05-14' }, '2026-05-14', '2026-05-25'],
  ])('with %j counts from %s to %s', (facts, countedFrom, deadline) => {
    expect(find(divorce({ facts }), 'divorce-registration')).toMatchObject({
      persons: ['p', 'f'],
      countedFrom,
      deadline,
    });
  });

  it('asks how they divorced, because only a court sets a period', () => {
    const result = divorce({ facts: { divorceType: undefined } });
    expect(find(result, 'divorce-registration')).toMatchObject({
      requirement: 'required',
      deadline: null,
    });
    expect(asked(result)).toEqual(['divorceType']);
  });

  it.each([
    ['2026-02-28', '2026-05-31', '2026-06-01'],
    ['2026-04-30', '2026-07-31', '2026-07-31'],
  ])('keeps the surname within three months of %s', (on, rawLastDay, deadline) => {
    const result = divorce({ on, facts: { keepsMarriedSurname: true } });
    expect(find(result, 'divorce-surname-retention')).toMatchObject({
      persons: ['p'],
      deadlineRule: 'M3',
      rawLastDay,
      deadline,
      dependsOn: ['divorce-registration'],
    });
    expect(find(divorce({ on }), 'divorce-surname-retention')).toBeUndefined();
  });
});

describe('divorce: insurance and pension', () => {
  const dependent = { insurance: 'employee-dependent', pension: 'category3' };

  it('joins the dependant who stays, from the day the status ended, never deemed', () => {
    const result = divorce({ member: { ...dependent, losesDependentStatusOn: '2026-05-12' } });
    for (const id of ['nhi-enroll', 'np-category1-acquire']) {
      expect(find(result, id)).toMatchObject({
        persons: ['p'],
        countedFrom: '2026-05-12',
        deadline: '2026-05-26',
        filing: 'citizen',
      });
    }
    expect(standing(result, 'np-exemption')).toBe('offered p');
    expect(find(divorce({ member: dependent }), 'nhi-enroll')?.countedFrom).toBe('2026-05-11');
  });

  it('asks whether a child loses the cover; the earliest day of all counts', () => {
    const insured = { ...child, insurance: 'employee-dependent' };
    expect(asked(divorce({ more: [insured] }), 'nhi-enroll')).toEqual([
      'losesDependentStatusOn of c',
    ]);
    const both = divorce({
      member: { ...dependent, losesDependentStatusOn: '2026-05-20' },
      more: [{ ...insured, losesDependentStatusOn: '2026-05-12' }],
    });
    expect(find(both, 'nhi-enroll')).toMatchObject({
      persons: ['p', 'c'],
      countedFrom: '2026-05-12',
    });
  });
});

describe('divorce: children', () => {
  const withChild = (change: Change = {}, own: Json = {}) =>
    divorce({
      ...change,
      facts: { existingChildAllowanceRecipient: 'f', ...change.facts },
      more: [{ ...child, ...own }],
    });

  it('passes the child allowance on: the other ends it, who stays claims it', () => {
    const result = withChild();
    expect(standing(result, 'child-allowance-cessation')).toBe('required f');
    expect(find(result, 'child-allowance-claim')).toMatchObject({
      persons: ['p', 'c'],
      deadlineRule: 'A15',
      countedFrom: '2026-05-11',
      deadline: '2026-05-26',
      noLossDeadline: '2026-05-29',
      dependsOn: [],
    });
  });

  it('claims also after the employer of the other, who then ends nothing at the ward', () => {
    const result = withChild({
      facts: { existingChildAllowanceRecipient: null },
      other: { childAllowanceRecipientAtEmployer: true },
    });
    expect(standing(result, 'child-allowance-claim')).toBe('required p,c');
    expect(find(result, 'child-allowance-cessation')).toBeUndefined();
  });

  it('leaves all with the other where the child lives there', () => {
    const result = withChild({}, { livesWith: 'f' });
    for (const id of [
      'child-allowance-cessation',
      'child-allowance-claim',
      'child-rearing-allowance-claim',
      'single-parent-medical',
    ])
      expect([id, find(result, id)]).toEqual([id, undefined]);
  });

  it('reads custody where nobody says with whom the child lives, and asks when it is joint', () => {
    const byCustody = withChild({ facts: { custody: 'p' } }, { livesWith: undefined });
    expect(standing(byCustody, 'child-rearing-allowance-claim')).toBe('required p,c');
    const joint = withChild({ facts: { custody: 'joint' } }, { livesWith: undefined });
    expect(standing(joint, 'child-allowance-claim')?.slice(0, 5)).toBe('maybe');
    expect(asked(joint, 'child-allowance-claim')).toEqual(['livesWith of c']);
  });

  it('gives one subsidy: single-parent care replaces the certificate, else a bridge is offered', () => {
    const holder = withChild({}, { childMedicalCertificate: true });
    expect(standing(holder, 'single-parent-medical')).toBe('required p,c');
    expect(standing(holder, 'child-medical-change')).toBe('required c');
    expect(find(holder, 'child-medical-certificate')).toBeUndefined();
    expect(standing(withChild(), 'child-medical-certificate')).toBe('offered c');
  });
});

describe('divorce with a move', () => {
  const fromTokyo = {
    from: { municipality: '東京都世田谷区', code5: '13112' },
    moveDate: '2026-05-18',
  };
  const fromWard = {
    from: { municipality: '川崎市多摩区', code5: '14135' },
    moveDate: '2026-05-18',
  };

  it('takes the rows of the move, which count from its own day', () => {
    const result = divorce({ facts: fromTokyo, more: [child] });
    expect(find(result, 'move-in-notification')).toMatchObject({
      persons: ['p', 'c'],
      countedFrom: '2026-05-18',
      deadline: '2026-06-01',
    });
    expect(find(result, 'nhi-enroll')).toMatchObject({
      persons: ['p', 'c'],
      countedFrom: '2026-05-18',
      filing: 'deemed',
    });
  });

  it('lets the row of the divorce decide filing and first day', () => {
    const result = divorce({
      facts: fromTokyo,
      member: { insurance: 'employee-dependent', pension: 'category3' },
      more: [child],
    });
    expect(find(result, 'nhi-enroll')).toMatchObject({
      persons: ['p', 'c'],
      countedFrom: '2026-05-11',
      filing: 'citizen',
      dependsOn: ['move-in-notification'],
    });
  });

  it('counts the card from the move for the address alone, from the divorce for the name too', () => {
    const card = { myNumberCard: true, signatureCertificateValid: true };
    const address = divorce({ facts: fromWard, member: card });
    expect(find(address, 'my-number-card-face-change')?.countedFrom).toBe('2026-05-18');
    expect(find(address, 'nhi-address-household-change')).toMatchObject({
      countedFrom: '2026-05-18',
      filing: 'deemed',
    });
    const name = divorce({ facts: fromWard, member: { ...card, surnameChanges: true } });
    expect(find(name, 'my-number-card-face-change')?.countedFrom).toBe('2026-05-11');
  });

  it('files a name in the insurance oneself where there is no register notification', () => {
    const result = divorce({ member: { surnameChanges: true } });
    expect(find(result, 'nhi-address-household-change')).toMatchObject({
      persons: ['p'],
      filing: 'citizen',
      countedFrom: '2026-05-11',
      dependsOn: ['divorce-registration'],
    });
  });

  it('reports the name for the child allowance only where the recipient stays the same', () => {
    const facts = { existingChildAllowanceRecipient: 'p' };
    const change = { facts, member: { surnameChanges: true } };
    const of = (livesWith: string) =>
      standing(
        divorce({ ...change, more: [{ ...child, livesWith }] }),
        'child-allowance-address-change',
      );
    expect(of('p')).toBe('required p');
    expect(of('f')).toBeUndefined();
  });
});
