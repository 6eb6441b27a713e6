import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isMyNumber } from '@app/japan';
import { myNumbersIn } from './my-numbers-in.js';

/** Made at run time, as no valid number may stand in a file. */
const anyMyNumber = fc
  .stringMatching(/^[0-9]{11}$/)
  .map((body) => [...'0123456789'].map((last) => body + last).find(isMyNumber) ?? '');
const SOME = fc.sample(anyMyNumber, 1)[0] ?? '';

describe('myNumbersIn', () => {
  it('finds one anywhere in any JSON, as a value or a name, and never repeats it', () => {
    const place = fc.array(fc.oneof(fc.constantFrom('facts', 'a/b', 'a~b'), fc.nat(3)), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(
        fc.jsonValue(),
        place,
        anyMyNumber,
        fc.boolean(),
        (rest, path, number, asName) => {
          const inner: unknown = asName ? { [number]: rest } : `番号 ${number}`;
          const json = path.reduceRight<unknown>(
            (value, name) => (typeof name === 'number' ? [rest, value] : { rest, [name]: value }),
            inner,
          );
          const found = myNumbersIn(json, '');
          expect(found.length).toBeGreaterThan(0);
          expect(found.join()).not.toContain(number);
        },
      ),
    );
  });

  it('says where, as a JSON pointer', () => {
    const json = { notes: [{ 'a/b': SOME }], [SOME]: { deep: 1 }, fine: '044-200-0000' };
    expect(myNumbersIn(json, '/body')).toEqual(['/body', '/body/notes/0/a~1b']);
    expect(myNumbersIn(SOME, '')).toEqual(['']);
  });

  it('finds nothing where there is nothing', () => {
    for (const value of [undefined, null, true, 12, 'text', [], {}, { a: [{ b: 'c' }] }])
      expect(myNumbersIn(value, '')).toEqual([]);
  });

  it('is not exhausted by nesting', () => {
    let deep: unknown = SOME;
    for (let depth = 0; depth < 50_000; depth += 1) deep = [deep];
    expect(myNumbersIn(deep, '')).toHaveLength(1);
  });
});
