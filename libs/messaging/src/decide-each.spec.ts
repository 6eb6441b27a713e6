import { describe, expect, it } from '@jest/globals';
import { decideEach } from './decide-each.js';
import type { Delivery } from './delivery.js';

const delivery = (key: string, sequence: number, topic = 't'): Delivery =>
  ({ topic, key, sequence }) as Delivery;

describe('decideEach', () => {
  it('catches what one delivery throws and goes on with the other cases', () => {
    const decided: Delivery[] = [];
    const all = [delivery('a', 1), delivery('b', 1), delivery('a', 2), delivery('b', 2)];
    const failures = decideEach(all, (one) => {
      if (one.key === 'a') throw new Error('no');
      decided.push(one);
    });
    expect(failures).toEqual([{ delivery: all[0], error: new Error('no'), dead: false }]);
    expect(decided).toEqual([all[1], all[3]]);
  });

  it('leaves only the stream alone, not the whole case', () => {
    const decided: Delivery[] = [];
    decideEach([delivery('a', 1, 't'), delivery('a', 1, 'u')], (one) => {
      if (one.topic === 't') throw new Error('no');
      decided.push(one);
    });
    expect(decided).toHaveLength(1);
  });

  it('has dead at once what says that trying again is of no use', () => {
    const [failure] = decideEach([delivery('a', 1)], () => {
      throw Object.assign(new Error('sealed for somebody else'), { retriable: false });
    });
    expect(failure!.dead).toBe(true);
  });
});
