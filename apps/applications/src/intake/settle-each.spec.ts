import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { settleEach } from './settle-each.js';

class RowRefused extends Error {}
class Away extends Error {}
const isOnesOwn = (error: unknown): boolean => error instanceof RowRefused;

const items = fc.uniqueArray(fc.nat(), { minLength: 1, maxLength: 200 });
const withBad = items.chain((all) => fc.tuple(fc.constant(all), fc.subarray(all)));

describe('settleEach', () => {
  it('refuses exactly the bad ones, whichever they are, and answers each in its place', async () => {
    await fc.assert(
      fc.asyncProperty(withBad, async ([all, bad]) => {
        const written: number[] = [];
        const outcomes = await settleEach(
          all,
          (part) => {
            if (part.some((item) => bad.includes(item))) return Promise.reject(new RowRefused());
            written.push(...part);
            return Promise.resolve(part.map((item) => `answer ${item}`));
          },
          isOnesOwn,
        );
        expect(written).toEqual(all.filter((item) => !bad.includes(item)));
        outcomes.forEach((outcome, index) => {
          if (bad.includes(all[index]!)) expect(outcome.status).toBe('rejected');
          else expect(outcome).toEqual({ status: 'fulfilled', value: `answer ${all[index]}` });
        });
      }),
    );
  });

  it('needs one attempt when nobody is bad, and few when one is', async () => {
    const attempts = async (bad: number): Promise<number> => {
      let count = 0;
      await settleEach(
        Array.from({ length: 200 }, (_, index) => index),
        (part) => {
          count += 1;
          return part.includes(bad) ? Promise.reject(new RowRefused()) : Promise.resolve([...part]);
        },
        isOnesOwn,
      );
      return count;
    };
    expect(await attempts(-1)).toBe(1);
    expect(await attempts(77)).toBeLessThanOrEqual(1 + 2 * 8);
  });

  it('is not led to look for a guilty one by what is nobody’s fault', async () => {
    let count = 0;
    const away = new Away();
    const outcomes = await settleEach(
      [1, 2, 3],
      () => {
        count += 1;
        return Promise.reject(away);
      },
      isOnesOwn,
    );
    expect(count).toBe(1);
    expect(outcomes).toEqual(Array(3).fill({ status: 'rejected', reason: away }));
  });
});
