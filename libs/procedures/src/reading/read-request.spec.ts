import { describe, expect, it } from '@jest/globals';
import { isMyNumber } from '@app/japan';
import fc from 'fast-check';
import { cityCalendar, determine, readDeterminationRequest, type FieldError } from '../index.js';
import { requestOf, type Json } from '../testing/household.js';

const person = { id: 'p1', role: 'head', age: 40 };
const plain = { lifeEvent: 'move-in', eventDate: '2026-05-11', persons: [person] };

function errorsOf(json: unknown): readonly FieldError[] {
  const read = readDeterminationRequest(json);
  return read.ok ? [] : read.errors;
}

function codes(json: unknown): string[] {
  return errorsOf(json).map(({ pointer, code }) => `${pointer} ${code}`);
}

const withPerson = (own: Json) => requestOf({ ...plain, persons: [{ ...person, ...own }] });
const withFacts = (facts: Json) => requestOf({ ...plain, facts });
const first = '/householdFacts/persons/0';

describe('readDeterminationRequest', () => {
  it('reads a plain request as it stands', () => {
    expect(readDeterminationRequest(requestOf(plain))).toEqual({
      ok: true,
      value: requestOf(plain),
    });
  });

  it('names an unknown field and the nearest known one', () => {
    expect(errorsOf(withPerson({ insurence: 'nhi' }))).toMatchObject([
      { pointer: `${first}/insurence`, code: 'unknown-field', nearest: 'insurance' },
    ]);
    expect(errorsOf(withFacts({ otherchildren: 1 }))).toMatchObject([{ nearest: 'otherChildren' }]);
    expect(errorsOf({ ...requestOf(plain), eventdate: '2026-05-11' })).toMatchObject([
      { pointer: '/eventdate', nearest: 'eventDate' },
    ]);
    expect(errorsOf(withPerson({ transferOutPlannedDate: '2026-05-01' }))).toMatchObject([
      { code: 'unknown-field' },
    ]);
  });

  it('explains in Japanese and English', () => {
    const [error] = errorsOf(withPerson({ insurance: 'nhl' }));
    expect(error?.detailJa).toContain('「nhi」');
    expect(error?.detailEn).toContain('Did you mean "nhi"?');
  });

  it.each([
    ['a day that does not exist', { eventDate: '2026-02-29' }, '/eventDate no-such-date'],
    ['a text for a date', { eventDate: 'tomorrow' }, '/eventDate no-such-date'],
    ['a number for a date', { eventDate: 20260511 }, '/eventDate wrong-type'],
    ['a year out of reach', { eventDate: '9999-12-31' }, '/eventDate out-of-range'],
    ['a strange intake date', { intakeDate: '2026-04-31' }, '/intakeDate no-such-date'],
    ['an unknown life event', { lifeEvent: 'moving' }, '/lifeEvent not-allowed'],
    ['a ward of another city', { ward: { code5: '13112' } }, '/ward/code5 not-of-this-city'],
    ['the city itself as a ward', { ward: { code5: '14130' } }, '/ward/code5 not-of-this-city'],
    ['a ward code as a number', { ward: { code5: 14133 } }, '/ward/code5 wrong-type'],
    [
      'a wrong check digit',
      { ward: { code5: '14133', code6: '141331' } },
      '/ward/code6 wrong-check-digit',
    ],
    [
      'the code of another ward',
      { ward: { code5: '14133', code6: '141348' } },
      '/ward/code6 not-of-this-city',
    ],
    ['no ward', { ward: undefined }, '/ward missing'],
    ['a ward without code', { ward: { name: '中原区' } }, '/ward/code5 missing'],
    ['no household', { householdFacts: undefined }, '/householdFacts missing'],
    ['a list for a household', { householdFacts: [] }, '/householdFacts wrong-type'],
    ['no persons', { householdFacts: {} }, '/householdFacts/persons missing'],
    ['nobody', { householdFacts: { persons: [] } }, '/householdFacts/persons missing'],
    [
      'a text for a person',
      { householdFacts: { persons: ['p1'] } },
      '/householdFacts/persons/0 wrong-type',
    ],
  ])('refuses %s', (_case, change, expected) => {
    expect(codes({ ...requestOf(plain), ...change })).toEqual([expected]);
  });

  it.each([
    [{ birthDate: '2019-02-29' }, 'birthDate no-such-date'],
    [{ age: -1 }, 'age out-of-range'],
    [{ age: 30.5 }, 'age wrong-type'],
    [{ moves: 'yes' }, 'moves wrong-type'],
    [{ moves: null }, 'moves wrong-type'],
    [{ insurance: 'kokuho' }, 'insurance not-allowed'],
    [{ dependentOf: 'p9' }, 'dependentOf no-such-person'],
    [{ separationCode: '1' }, 'separationCode not-allowed'],
    [{ pensionsReceived: ['old-age'] }, 'pensionsReceived/0 not-allowed'],
    [{ residenceStatus: '永住者\u0007' }, 'residenceStatus forbidden-character'],
    [{ id: '' }, 'id missing'],
    [{ id: 7 }, 'id wrong-type'],
    [{ role: 'boss' }, 'role not-allowed'],
    [{ role: undefined }, 'role missing'],
  ])('refuses a person with %j', (own, expected) => {
    expect(codes(withPerson(own))).toEqual([`${first}/${expected}`]);
  });

  it.each([
    [{ existingChildAllowanceRecipient: 'p9' }, 'existingChildAllowanceRecipient no-such-person'],
    [{ from: { municipality: '世田谷区' } }, 'from/code5 missing'],
    [{ from: { code5: '99999' } }, 'from/code5 not-allowed'],
    [{ from: { country: 'Japan' } }, 'from/country not-allowed'],
    [{ from: 'Tokyo' }, 'from wrong-type'],
    [{ onlineWindow: { from: '2026-02-30' } }, 'onlineWindow/from no-such-date'],
    [{ otherChildren: 99 }, 'otherChildren out-of-range'],
  ])('refuses a household with %j', (facts, expected) => {
    expect(codes(withFacts(facts))).toContain(`/householdFacts/${expected}`);
  });

  it('takes null where it means that there is none', () => {
    const none = { careLevel: null, dependantFrom: null, pensionsReceived: null };
    expect(codes(withPerson(none))).toEqual([]);
    expect(
      codes(withFacts({ existingChildAllowanceRecipient: null, transferOutPlannedDate: null })),
    ).toEqual([]);
  });

  it('reads a list of pensions as the pensions received', () => {
    const read = readDeterminationRequest(withPerson({ pension: ['old-age-basic'] }));
    expect(read.ok && read.value.householdFacts.persons[0]).toEqual({
      ...person,
      pensionsReceived: ['old-age-basic'],
    });
  });

  it('refuses the same id twice, and more than twenty persons', () => {
    expect(codes(requestOf({ ...plain, persons: [person, person] }))).toEqual([
      '/householdFacts/persons/1/id duplicate-person',
    ]);
    const crowd = (count: number) =>
      Array.from({ length: count }, (_one, index) => ({
        ...person,
        role: 'other',
        id: `p${index}`,
      }));
    expect(codes(requestOf({ ...plain, persons: crowd(20) }))).toEqual([]);
    expect(codes(requestOf({ ...plain, persons: crowd(21) }))).toEqual([
      '/householdFacts/persons too-many',
    ]);
  });

  it('refuses an individual number wherever it stands, and does not repeat it', () => {
    const digits = [...'0123456789'].map((last) => `12345678901${last}`).find(isMyNumber) ?? '';
    const places = [
      withPerson({ residenceStatus: `番号 ${digits}` }),
      withPerson({ annualIncomeYen: Number(digits) }),
      { [digits]: 1 },
      digits,
    ];
    for (const json of places) {
      expect(errorsOf(json).map(({ code }) => code)).toEqual(['my-number']);
      expect(JSON.stringify(errorsOf(json))).not.toContain(digits);
    }
  });

  it('refuses what is too deep, too long or too much', () => {
    let deep: unknown = 1;
    for (let depth = 0; depth < 50_000; depth += 1) deep = [deep];
    expect(codes(deep).map((one) => one.split(' ')[1])).toEqual(['too-deep']);
    expect(codes(withPerson({ residenceStatus: 'x'.repeat(1_000_000) }))).toEqual([
      `${first}/residenceStatus too-long`,
    ]);
    expect(codes(Array.from({ length: 10_000 }, () => 1))).toEqual([' too-many']);
    expect(
      errorsOf(Object.fromEntries(Array.from({ length: 900 }, (_one, index) => [`f${index}`, 1])))
        .length,
    ).toBeLessThanOrEqual(50);
  });

  it('treats the names of objects as names', () => {
    const json = JSON.parse(
      '{"__proto__": {"lifeEvent": "birth"}, "constructor": 1, "toString": 2}',
    ) as unknown;
    expect(codes(json)).toEqual(
      expect.arrayContaining([
        '/__proto__ unknown-field',
        '/constructor unknown-field',
        '/lifeEvent missing',
      ]),
    );
  });

  it('answers any JSON without throwing', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 12 }), (json) => {
        expect(readDeterminationRequest(json)).toHaveProperty('ok');
      }),
    );
  });

  it('answers any mutation of a request without throwing, and what it accepts can be determined', () => {
    const names = [
      'persons',
      'from',
      'ward',
      '__proto__',
      'insurance',
      'birthDate',
      'id',
      'otherChildren',
      'pension',
      'moves',
    ];
    const member = fc.oneof(
      fc.constantFrom(null, true, 'nhi', '2026-05-11', 'p1', 3, -1, 1e21, ''),
      fc.jsonValue({ maxDepth: 3 }),
    );
    const extra = fc.dictionary(fc.constantFrom(...names), member, { maxKeys: 4 });
    fc.assert(
      fc.property(extra, extra, extra, (top, shared, own) => {
        const request = requestOf({ ...plain, facts: shared, persons: [{ ...person, ...own }] });
        const read = readDeterminationRequest({ ...request, ...top });
        if (read.ok)
          expect(determine(read.value, { calendar: cityCalendar() })).toHaveProperty('procedures');
      }),
    );
  });
});
