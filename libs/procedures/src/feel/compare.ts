import type { FeelValue } from '../engine/absent-facts.js';
import { known, unknown, asksOf, type Maybe, type Tri } from '../engine/maybe.js';

export type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=';

const ORDER: Readonly<Record<Exclude<Operator, '=' | '!='>, (sign: number) => boolean>> = {
  '<': (sign) => sign < 0,
  '<=': (sign) => sign <= 0,
  '>': (sign) => sign > 0,
  '>=': (sign) => sign >= 0,
};

/** Compares two values; one that is not known leaves the answer open. Values of different types are in no order. */
export function compare(operator: Operator, left: Maybe<FeelValue>, right: Maybe<FeelValue>): Tri {
  if (!left.known || !right.known) return unknown(...asksOf(left, right));
  if (operator === '=') return known(left.value === right.value);
  if (operator === '!=') return known(left.value !== right.value);
  const sign = signOf(left.value, right.value);
  return known(sign !== undefined && ORDER[operator](sign));
}

function signOf(left: FeelValue, right: FeelValue): number | undefined {
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  if (typeof left !== 'string' || typeof right !== 'string') return undefined;
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
