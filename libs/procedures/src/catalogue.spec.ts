import { describe, expect, it } from '@jest/globals';
import {
  alternatives,
  catalogueOrder,
  checkedCatalogue,
  procedure,
  procedures,
  valueFor,
  type Procedure,
} from './catalogue.js';
import { RuleDataError, UnknownProcedureError } from './errors.js';

const some = procedure('nhi-enroll');
const entry = (change: Partial<Procedure>): Procedure => ({ ...some, dependsOn: [], ...change });

describe('the catalogue', () => {
  it('has 99 procedures in a fixed order', () => {
    expect(procedures()).toHaveLength(99);
    expect(catalogueOrder('move-in-notification')).toBe(0);
  });

  it('says in Japanese and English what each is, and where it is filed', () => {
    for (const { nameJa, nameEn, receptionCounter, backOffice } of procedures()) {
      expect([nameJa, nameEn, receptionCounter, backOffice].every((text) => text.length > 0)).toBe(
        true,
      );
    }
  });

  it('lists the facts of every procedure of birth and move-in', () => {
    const used = procedures().filter(({ events }) =>
      events.some((event) => ['BI', 'MI', 'MF'].includes(event)),
    );
    expect(used.filter(({ facts }) => facts === undefined)).toEqual([]);
  });

  it('knows what is delivered after the decision', () => {
    expect([
      procedure('child-medical-certificate').delivers,
      procedure('move-in-notification').delivers,
    ]).toEqual([true, false]);
  });

  it('refuses an id that it does not have', () => {
    expect(() => procedure('nhi-enrol')).toThrow(UnknownProcedureError);
  });

  it('reads the case that holds, else the default', () => {
    expect(valueFor({ abroad: 'KM3', default: 'K14' }, 'abroad', 'BI')).toBe('KM3');
    expect(valueFor({ abroad: 'KM3', default: 'K14' }, 'BI')).toBe('K14');
    expect(valueFor('J14', 'BI')).toBe('J14');
  });

  it('reads the alternatives of a dependency', () => {
    expect([alternatives('a|b'), alternatives('a?'), alternatives('a@origin')]).toEqual([
      ['a', 'b'],
      ['a'],
      [],
    ]);
  });

  it.each<[string, readonly Procedure[]]>([
    ['an id stands twice', [entry({}), entry({})]],
    ['unknown id nobody', [entry({ dependsOn: ['nobody'] })]],
    [
      'cycle nhi-enroll -> b -> nhi-enroll',
      [entry({ dependsOn: ['b'] }), entry({ id: 'b', dependsOn: ['nhi-enroll'] })],
    ],
    ['unknown code J99', [entry({ deadlineRule: 'J99' as 'J14' })]],
    ['unknown code bus', [entry({ visit: { MI: 'bus' as 'law', default: 'law' } })]],
    ['no date: 2026-02-30', [entry({ validFrom: '2026-02-30' })]],
    ['unknown facts shoeSize', [entry({ facts: { person: ['shoeSize'], household: [] } })]],
  ])('refuses data with %s', (problem, entries) => {
    expect(() => checkedCatalogue(entries)).toThrow(RuleDataError);
    expect(() => checkedCatalogue(entries)).toThrow(problem);
  });
});
