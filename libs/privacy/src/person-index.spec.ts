import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { indexesOfPersons, indexesThatName } from './indexes-of-persons.js';
import { PersonIndex, personIndexKey } from './person-index.js';

const key = Buffer.alloc(32, 7);
const index = new PersonIndex(key);
const hanako = {
  ...{ familyName: '窓口', givenName: '花子', birthDate: '1990-02-03' },
  ...{ familyNameKana: 'マドグチ', givenNameKana: 'ショウコ' },
};

const shared = (one: readonly number[], other: readonly number[]): number[] =>
  one.filter((each) => other.includes(each));

describe('PersonIndex', () => {
  it('has the kana and the name each find the person alone', () => {
    const { familyName, givenName, birthDate } = hanako;
    const all = index.of(hanako);
    expect(all).toHaveLength(2);
    const byName = index.of({ familyName, givenName, birthDate });
    const byKana = index.of({ ...hanako, familyName: '受付', givenNameKana: 'シヨウコ' });
    expect(shared(all, byName)).toEqual(byName);
    expect(shared(all, byKana)).toHaveLength(1);
  });

  it('shares nothing with another date of birth or another key', () => {
    const later = index.of({ ...hanako, birthDate: '1990-02-04' });
    const elsewhere = new PersonIndex(Buffer.alloc(32, 8)).of(hanako);
    expect(shared(index.of(hanako), [...later, ...elsewhere])).toEqual([]);
  });

  it('does not take a name for kana that read the same', () => {
    const { birthDate } = hanako;
    const name = index.of({ familyName: 'マドグチ', birthDate });
    const kana = index.of({ familyName: '・', familyNameKana: 'マドグチ', birthDate });
    expect(shared(name, kana)).toEqual([]);
  });

  it('is sorted, without doubles, and exact in JSON', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 20 }), (familyName) => {
        const all = index.of({ ...hanako, familyName, alternativeName: familyName });
        expect(all).toEqual([...new Set(all)].sort((a, b) => a - b));
        expect(JSON.parse(JSON.stringify(all))).toEqual(all);
        expect(all.every((each) => Number.isSafeInteger(each) && each < 2 ** 48)).toBe(true);
      }),
    );
  });

  it('refuses a key of another length, and a file without one, without showing it', () => {
    expect(() => new PersonIndex(Buffer.alloc(16))).toThrow(/32 bytes/);
    expect(() => personIndexKey('the file', 'secret')).toThrow(
      'the file: expected a key of 64 hexadecimal digits.',
    );
    expect(personIndexKey('the file', `${'0a'.repeat(32)}\n`)).toEqual(Buffer.alloc(32, 10));
  });
});

describe('what a filing is recognised by', () => {
  const { birthDate, ...names } = hanako;
  const identity = { person: 'p1', ...names };
  const known = indexesThatName(index, [hanako], ['川崎市高津区架空台4丁目5-6']);

  it('is the name with the date of birth where one is given, and the name alone where none is', () => {
    const dated = indexesOfPersons(index, [identity], [{ id: 'p1', birthDate }]);
    const another = indexesOfPersons(index, [identity], [{ id: 'p1', birthDate: '1990-02-04' }]);
    const undated = indexesOfPersons(index, [identity], [{ id: 'p1' }]);
    expect(shared(known, dated)).toEqual(dated);
    expect(shared(known, undated)).toEqual(undated);
    expect(undated).toHaveLength(1);
    expect(shared(known, another)).toEqual([]);
  });

  it('is every address in it, whoever lives there', () => {
    const fullAddress = '川崎市高津区架空台4-5-6';
    const stranger = { person: 'p1', familyName: '別人' };
    const filings = [
      indexesOfPersons(index, [{ ...stranger, address: { fullAddress } }], []),
      indexesOfPersons(index, [{ ...stranger, previousAddress: { fullAddress } }], []),
      indexesOfPersons(index, [stranger], [], { address: { fullAddress } }),
    ];
    for (const filing of filings) expect(shared(known, filing)).toHaveLength(1);
    const next = { fullAddress: `${fullAddress}7` };
    expect(shared(known, indexesOfPersons(index, [{ ...stranger, address: next }], []))).toEqual(
      [],
    );
  });

  it('is the name of who files for others', () => {
    expect(shared(known, indexesOfPersons(index, [], [], { name: names }))).toHaveLength(1);
  });
});
