import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  cityCalendar,
  deadlinesAreKnown,
  determine,
  readDeterminationRequest,
  SUPPORTED_LIFE_EVENTS,
} from './index.js';
import { requestOf } from './testing/household.js';

const calendar = cityCalendar();

const DATES = [
  'transferOutPlannedDate',
  'addressSetDate',
  'landingDate',
  'moveDate',
  'knownDate',
  'funeralDate',
  'courtDocumentDeliveredOn',
];
const DATES_OF_A_PERSON = [
  'lossOfEmployeeInsuranceOn',
  'employeeInsuranceFrom',
  'dependantFrom',
  'losesDependentStatusOn',
  'dueDate',
];

/** Near both ends of the known calendar, and in its middle. */
const day = fc
  .constantFrom('1970', '1971', '2049', '2050', ...Array.from({ length: 16 }, () => '2026'))
  .chain((year) =>
    fc.constantFrom(
      ...['01-01', '03-31', '09-30', '12-01', '12-31'].map((rest) => `${year}-${rest}`),
    ),
  );
const some = (names: readonly string[]) =>
  fc.record(Object.fromEntries(names.map((name) => [name, day])), { requiredKeys: [] });

const scene = fc.record({
  lifeEvent: fc.constantFrom(...SUPPORTED_LIFE_EVENTS),
  eventDate: day,
  intakeDate: day,
  facts: some(DATES),
  person: some(DATES_OF_A_PERSON),
  birthYear: fc.integer({ min: 1890, max: 1969 }),
});

describe('deadlinesAreKnown', () => {
  it('is true only where no deadline asks for a year without known holidays', () => {
    let asked = 0;
    fc.assert(
      fc.property(scene, ({ person, birthYear, ...rest }) => {
        const head = {
          id: 'p1',
          role: 'head',
          insurance: 'employee',
          pension: 'category2',
          ...person,
        };
        const child = { id: 'p2', role: 'child', birthDate: rest.eventDate };
        const persons = [{ ...head, birthDate: `${birthYear}-04-02` }, child];
        const read = readDeterminationRequest(requestOf({ ...rest, persons }));
        if (!read.ok || !deadlinesAreKnown(read.value)) return;
        asked += 1;
        expect(() => determine(read.value, { calendar })).not.toThrow();
      }),
      { numRuns: 1500 },
    );
    expect(asked).toBeGreaterThan(20);
  });

  it.each([
    ['1970-12-31', false],
    ['1971-01-01', true],
    ['2049-12-31', true],
    ['2050-01-01', false],
  ])('takes a birth on %s as known: %s', (eventDate, known) => {
    const persons = [{ id: 'p1', role: 'child', birthDate: eventDate }];
    const read = readDeterminationRequest(requestOf({ lifeEvent: 'birth', eventDate, persons }));
    if (!read.ok) throw new Error(JSON.stringify(read.errors));
    expect(deadlinesAreKnown(read.value)).toBe(known);
  });

  it('looks at every day of household and persons but the births', () => {
    const scene = { lifeEvent: 'move-in', eventDate: '2026-05-11' };
    const knownFor = (facts: object, person: object): boolean => {
      const persons = [{ id: 'p1', role: 'head', birthDate: '1930-01-01', ...person }];
      const read = readDeterminationRequest(requestOf({ ...scene, facts: { ...facts }, persons }));
      if (!read.ok) throw new Error(JSON.stringify(read.errors));
      return deadlinesAreKnown(read.value);
    };
    expect(knownFor({}, {})).toBe(true);
    expect(knownFor({ transferOutPlannedDate: '2050-03-01' }, {})).toBe(false);
    expect(knownFor({}, { lossOfEmployeeInsuranceOn: '1970-06-01' })).toBe(false);
  });
});
