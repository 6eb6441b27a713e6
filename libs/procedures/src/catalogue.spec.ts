import { describe, expect, it } from '@jest/globals';
import { catalogueOrder, procedure, procedures, valueFor } from './catalogue.js';
import type { Procedure } from './procedure.js';
import { alternatives, checkedCatalogue } from './check-catalogue.js';
import { RuleDataError, UnknownProcedureError } from './errors.js';
import { EVENT_CODE } from './event-codes.js';
import { SUPPORTED_LIFE_EVENTS } from './rule-set.js';

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

  it('lists the facts of every procedure of a supported life event', () => {
    const codes = SUPPORTED_LIFE_EVENTS.map((event): string => EVENT_CODE[event]);
    const used = procedures().filter(({ events }) => events.some((event) => codes.includes(event)));
    expect(used.filter(({ facts }) => facts === undefined)).toEqual([]);
  });

  it('knows what is delivered after the decision', () => {
    expect([
      procedure('child-medical-certificate').delivers,
      procedure('move-in-notification').delivers,
    ]).toEqual([true, false]);
  });

  it('accepts versions that follow each other day by day', () => {
    const versions = [
      entry({ validTo: '2026-08-31' }),
      entry({ validFrom: '2026-09-01', validTo: '2027-03-31' }),
      entry({ validFrom: '2027-04-01' }),
    ];
    expect(checkedCatalogue(versions)).toBe(versions);
  });

  it('says who decides and how it is filed, but where it happens by office', () => {
    const silent = procedures().filter(({ filing, channels }) => filing !== 'auto' && !channels[0]);
    expect(silent).toEqual([]);
    expect(procedure('move-in-notification').decisionMaker).toEqual({ by: 'ward-head' });
    expect(procedure('school-transfer').decisionMaker).toEqual({ by: 'education-board' });
    expect(procedure('moped-registration').decisionMaker).toEqual({
      by: 'mayor',
      unverified: true,
    });
  });

  it('does not ask for what a register has', () => {
    expect(procedure('marriage-registration').documentsNotAsked).toEqual(['family-register']);
    expect(procedure('ltci-certification-transfer').documentsNotAsked).toContain(
      'care-eligibility-certificate',
    );
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
    ['nhi-enroll: two versions overlap from the beginning', [entry({}), entry({})]],
    [
      'nhi-enroll: two versions overlap from 2026-08-31',
      [entry({ validTo: '2026-08-31' }), entry({ validFrom: '2026-08-31' })],
    ],
    [
      'nhi-enroll: a gap: nothing holds from 2026-09-01 until 2026-09-02',
      [entry({ validTo: '2026-08-31' }), entry({ validFrom: '2026-09-02' })],
    ],
    [
      'ends on 2026-08-31, before it begins on 2026-09-01',
      [entry({ validFrom: '2026-09-01', validTo: '2026-08-31' })],
    ],
    [
      'nhi-enroll and b: a gap: nothing holds from 2026-09-01 until 2026-10-01',
      [
        entry({ validTo: '2026-08-31', succeededBy: 'b' }),
        entry({ id: 'b', validFrom: '2026-10-01' }),
      ],
    ],
    [
      'nhi-enroll and b: two versions overlap from the beginning',
      [entry({ validTo: '2026-08-31', succeededBy: 'b' }), entry({ id: 'b' })],
    ],
    ['unknown id b', [entry({ succeededBy: 'b' })]],
    ['unknown code XX', [entry({ events: ['XX'] })]],
    ['unknown code king', [entry({ decisionMaker: { by: 'king' } })]],
    ['unknown code pigeon', [entry({ channels: [{ by: 'pigeon' }] })]],
    ['unknown code passport', [entry({ documentsNotAsked: ['passport'] })]],
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
