import { describe, expect, it } from '@jest/globals';
import { asked, determined, find, standing, type Json } from './testing/household.js';

const returnee = {
  id: 'a',
  role: 'head',
  birthDate: '1985-06-01',
  sex: 'male',
  insurance: 'none',
  pension: 'none',
  higherEarner: true,
  myNumberCard: false,
};

function fromAbroad(own: Json = {}, facts: Json = {}, more: readonly Json[] = []) {
  return determined({
    lifeEvent: 'move-in-from-abroad',
    eventDate: '2026-05-11',
    facts: {
      from: { country: 'USA' },
      landingDate: '2026-05-01',
      addressSetDate: '2026-05-09',
      ...facts,
    },
    persons: [{ ...returnee, ...own }, ...more],
  });
}

const child = (id: string, birthDate: string, more: Json = {}) => ({
  id,
  role: 'child',
  birthDate,
  insurance: 'none',
  myNumberCard: false,
  ...more,
});

describe('move-in from abroad', () => {
  it('counts every period from the day the address was set', () => {
    const result = fromAbroad({}, { otherChildren: 0 }, [child('c', '2015-01-01')]);
    expect(find(result, 'move-in-from-abroad')).toMatchObject({
      countedFrom: '2026-05-09',
      rawLastDay: '2026-05-23',
      deadline: '2026-05-25',
    });
    expect(find(result, 'child-allowance-claim')).toMatchObject({
      countedFrom: '2026-05-09',
      rawLastDay: '2026-05-24',
    });
    expect(
      find(fromAbroad({}, { addressSetDate: undefined }), 'move-in-from-abroad'),
    ).toMatchObject({ countedFrom: '2026-05-11' });
  });

  it.each([['none'], ['nhi']])('joins NHI with the notification from insurance %s', (insurance) => {
    expect(find(fromAbroad({ insurance }), 'nhi-enroll')).toMatchObject({
      filing: 'deemed',
      dependsOn: ['move-in-from-abroad'],
    });
  });

  it('does not join NHI from an insurance that is kept', () => {
    expect(
      standing(fromAbroad({ insurance: 'employee', publicServant: false }), 'nhi-enroll'),
    ).toBeUndefined();
  });

  it('joins late-stage care from the 75th birthday and long-term care from 65', () => {
    expect(standing(fromAbroad({ birthDate: '1951-05-09' }), 'lsm-enroll-transfer')).toBe(
      'required a',
    );
    expect(
      standing(fromAbroad({ birthDate: '1951-05-10' }), 'lsm-enroll-transfer'),
    ).toBeUndefined();
    expect(standing(fromAbroad({ birthDate: '1961-05-10' }), 'ltci-qualification-move-in')).toBe(
      'required a',
    );
    expect(
      standing(fromAbroad({ birthDate: '1961-05-11' }), 'ltci-qualification-move-in'),
    ).toBeUndefined();
  });

  it.each([
    ['2006-05-10', 'required a'],
    ['2006-05-11', undefined],
    ['1966-05-10', undefined],
    ['1966-05-11', 'required a'],
  ])('category 1 for a person born %s: %s', (birthDate, expected) => {
    expect(standing(fromAbroad({ birthDate }), 'np-category1-acquire')).toBe(expected);
  });

  it.each([['category2'], ['category3']])('does not become category 1 from %s', (pension) => {
    expect(standing(fromAbroad({ pension }), 'np-category1-acquire')).toBeUndefined();
  });

  it('takes Japanese children into school and offers it to foreign ones', () => {
    const both = [child('c', '2015-01-01'), child('d', '2016-01-01', { nationality: 'foreign' })];
    expect(standing(fromAbroad({}, {}, both), 'school-transfer')).toBe('required c');
    expect(standing(fromAbroad({}, {}, both.slice(1)), 'school-transfer')).toBe('offered d');
  });

  it('tells a pregnant mover to notify the pregnancy', () => {
    const result = fromAbroad({ sex: 'female', pregnant: true });
    expect(result.informational.join()).toContain('妊娠の届出');
    expect(standing(result, 'maternal-checkup-exchange')).toBeUndefined();
  });

  it('offers a card and asks for nothing of the origin', () => {
    const result = fromAbroad();
    expect(standing(result, 'my-number-card-application')).toBe('offered a');
    expect(standing(result, 'my-number-card-continuation')).toBeUndefined();
    expect(asked(result)).toEqual([]);
  });

  it('claims for a single parent, who cannot be a recipient yet', () => {
    const result = fromAbroad({}, { singleParent: true }, [child('c', '2015-01-01')]);
    expect(standing(result, 'child-rearing-allowance-claim')).toBe('required a,c');
    expect(standing(result, 'single-parent-medical')).toBe('required a,c');
  });
});
