import { describe, expect, it } from '@jest/globals';
import { isMyNumber } from '@app/japan';
import { refuseMyNumber } from './refuse-my-number.js';

/** Made at run time, as no valid number may stand in the code. */
function someMyNumber(): string {
  const body = '9'.repeat(11);
  const valid = [...Array(10).keys()].map((digit) => `${body}${digit}`).find(isMyNumber);
  if (valid === undefined) throw new Error('no check digit fits');
  return valid;
}

describe('refuseMyNumber', () => {
  it('lets ordinary words pass', () => {
    const items = [{ item: 'bank-account', note: '口座番号 0000000' }];
    expect(() => refuseMyNumber({ note: '書類がそろいました。', items })).not.toThrow();
    expect(() => refuseMyNumber({})).not.toThrow();
  });

  it('says where one was written, and never repeats it', () => {
    const number = someMyNumber();
    const items = [
      { item: 'a', note: '口座' },
      { item: 'b', note: `番号は${number}です` },
    ];
    let thrown: unknown;
    try {
      refuseMyNumber({ note: number, items });
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({
      code: 'my-number-refused',
      errors: [{ field: 'reason' }, { field: 'items[1]' }],
    });
    expect(JSON.stringify(thrown)).not.toContain(number);
  });
});
