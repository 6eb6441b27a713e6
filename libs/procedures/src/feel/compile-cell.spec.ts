import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { evaluate } from 'feelin';
import type { FeelValue } from '../engine/absent-facts.js';
import { known, unknown, type Maybe } from '../engine/maybe.js';
import type { Scope } from '../engine/scope.js';
import { RuleDataError } from '../errors.js';
import { compileCell } from './compile-cell.js';

const NAMES = ['a', 'b', 'c', 'n', 'code', 'day'];
type Values = Readonly<Record<string, FeelValue | undefined>>;

/** Evaluates a cell over plain values; a name that is not given is unknown. */
function value(text: string, values: Values): Maybe<FeelValue> {
  const cell = compileCell(text, 'test', {
    name: (name) => {
      const found = values[name];
      return NAMES.includes(name)
        ? () => (found === undefined ? unknown({ fact: name }) : known(found))
        : undefined;
    },
    path: (somebody, name) => (somebody === 'p' ? () => known(name) : undefined),
    call: (word, id) => (word === 'required' ? () => known(id === 'yes') : undefined),
  });
  return cell({} as Scope);
}

describe('compileCell', () => {
  it.each<[string, Values, FeelValue]>([
    ['code = "nhi"', { code: 'nhi' }, true],
    ['code != "nhi"', { code: 'nhi' }, false],
    ['code in ("nhi", "none")', { code: 'none' }, true],
    ['n < 2500', { n: 2500 }, false],
    ['n <= 2000', { n: 2000 }, true],
    ['n < 2500', { n: null }, false],
    ['code != null', { code: null }, false],
    ['day >= date("2026-09-01")', { day: '2026-08-31' }, false],
    ['a and not(b) or c', { a: true, b: true, c: true }, true],
    ['a and (b or c)', { a: true, b: false, c: false }, false],
    ['required("yes")', {}, true],
    ['p.name = "name"', {}, true],
  ])('%s with %j is %s', (text, values, expected) => {
    expect(value(text, values)).toEqual(known(expected));
  });

  it('is false or true although something is unknown, when that cannot change it', () => {
    expect(value('a and b', { a: false })).toEqual(known(false));
    expect(value('a or b', { b: true })).toEqual(known(true));
  });

  it('asks for what is open', () => {
    expect(value('a and b and c', { a: true })).toEqual(unknown({ fact: 'b' }, { fact: 'c' }));
    expect(value('not(code = "nhi")', {})).toEqual(unknown({ fact: 'code' }));
  });

  it.each([
    ['x = 1', 'nothing is called so'],
    ['q.name', 'nobody or nothing is called so'],
    ['n + 1 = 2', 'ArithmeticExpression is outside our FEEL'],
    ['if a then b else c', 'IfExpression is outside our FEEL'],
    ['some x in [1] satisfies x > 0', 'outside our FEEL'],
    ['n in [1..3]', 'write in ("a", "b")'],
    ['n between 1 and 3', ''],
    ['a = ', ''],
    ['', ''],
    ['count(a)', 'a text in quotes is expected'],
    ['delete("x")', 'this cannot be called so'],
    ['not(a, b)', 'one argument is expected'],
    ['date("tomorrow") = day', 'write date("YYYY-MM-DD")'],
    ['a; b', ''],
  ])('refuses %s and names the place', (text, problem) => {
    expect(() => value(text, {})).toThrow(RuleDataError);
    expect(() => value(text, {})).toThrow(/^test, /);
    expect(() => value(text, {})).toThrow(problem);
  });
});

describe('the subset agrees with FEEL for complete facts', () => {
  const leaf = fc.constantFrom(
    'a',
    'b',
    'c',
    'not(a)',
    'n < 3',
    'n >= 2',
    'n = 1',
    'code = "x"',
    'code in ("x", "y")',
    'code != "y"',
  );
  const join = (inner: fc.Arbitrary<string>) =>
    fc
      .tuple(inner, fc.constantFrom('and', 'or'), inner)
      .map(([left, word, right]) => `(${left}) ${word} (${right})`);
  const expression = fc.oneof(
    leaf,
    join(leaf),
    join(join(leaf)),
    leaf.map((one) => `not(${one})`),
  );
  const values = fc.record({
    a: fc.boolean(),
    b: fc.boolean(),
    c: fc.boolean(),
    n: fc.integer({ min: 0, max: 4 }),
    code: fc.constantFrom('x', 'y', 'z'),
  });

  it('as the oracle says', () => {
    fc.assert(
      fc.property(expression, values, (text, facts) => {
        expect(value(text, facts)).toEqual(known(evaluate(text, facts).value as FeelValue));
      }),
    );
  });

  it('and an answer that is known with some facts missing stays the same when they come', () => {
    fc.assert(
      fc.property(expression, values, fc.subarray(NAMES), (text, facts, missing) => {
        const partial = Object.fromEntries(
          Object.entries(facts).filter(([name]) => !missing.includes(name)),
        );
        const early = value(text, partial);
        if (early.known) expect(value(text, facts)).toEqual(early);
      }),
    );
  });
});
