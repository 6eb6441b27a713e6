import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { GroupQueue } from './group-queue.js';

/** A queue whose groups stay under way until the test lets them go. */
function underTest(maxGroup: number, maxInFlight: number) {
  const begun: { items: number[]; end: PromiseWithResolvers<void> }[] = [];
  const ended: number[][] = [];
  const queue = new GroupQueue<number, string>({
    maxGroup,
    maxInFlight,
    settle: async (items) => {
      const end = Promise.withResolvers<void>();
      begun.push({ items: [...items], end });
      await end.promise;
      ended.push([...items]);
      return items.map((item) =>
        item < 0
          ? { status: 'rejected', reason: new Error(`no ${item}`) }
          : { status: 'fulfilled', value: `yes ${item}` },
      );
    },
  });
  return { queue, begun, ended };
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
/** Two turns of the event loop: one in which the group ends, one in which the next begins. */
const turns = async (): Promise<void> => {
  await turn();
  await turn();
};

describe('GroupQueue', () => {
  it('makes one group of what arrives in the same turn, and sends a lonely item at once', async () => {
    const { queue, begun } = underTest(200, 2);
    const answers = [1, 2, 3].map((item) => queue.add(item));
    expect(begun).toEqual([]);
    await turn();
    void queue.add(4);
    await turn();
    expect(begun.map(({ items }) => items)).toEqual([[1, 2, 3], [4]]);
    begun.forEach(({ end }) => end.resolve());
    expect(await Promise.all(answers)).toEqual(['yes 1', 'yes 2', 'yes 3']);
  });

  it('lets the next group grow while as many as allowed are under way', async () => {
    const { queue, begun } = underTest(3, 2);
    const add = async (...items: number[]): Promise<void> => {
      for (const item of items) void queue.add(item);
      await turn();
    };
    await add(1);
    await add(2);
    await add(3);
    await add(4, 5, 6);
    expect(begun.map(({ items }) => items)).toEqual([[1], [2]]);
    begun[0]!.end.resolve();
    await turns();
    expect(begun.map(({ items }) => items)).toEqual([[1], [2], [3, 4, 5]]);
  });

  it('answers each with its own outcome, and all with what the whole group met', async () => {
    const { queue, begun } = underTest(2, 1);
    const settled = Promise.allSettled([1, -2, 3].map((item) => queue.add(item)));
    await turn();
    begun[0]!.end.resolve();
    await turns();
    begun[1]!.end.reject(new Error('away'));
    expect(await settled).toEqual([
      { status: 'fulfilled', value: 'yes 1' },
      { status: 'rejected', reason: new Error('no -2') },
      { status: 'rejected', reason: new Error('away') },
    ]);
  });

  it('never exceeds its limits, keeps the order, and answers everybody, however things interleave', async () => {
    const steps = fc.array(
      fc.oneof(
        fc.record({ add: fc.integer({ min: 1, max: 30 }) }),
        fc.record({ end: fc.nat({ max: 5 }) }),
        fc.constant({ turn: true }),
      ),
      { maxLength: 40 },
    );
    await fc.assert(
      fc.asyncProperty(
        steps,
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 1, max: 3 }),
        async (script, maxGroup, maxInFlight) => {
          const { queue, begun, ended } = underTest(maxGroup, maxInFlight);
          const answers: Promise<string>[] = [];
          const open = () =>
            begun.filter(({ items }) => !ended.some((done) => done[0] === items[0]));
          const check = () => {
            expect(open().length).toBeLessThanOrEqual(maxInFlight);
            for (const { items } of begun) expect(items.length).toBeLessThanOrEqual(maxGroup);
          };
          for (const step of script) {
            if ('add' in step)
              for (let i = 0; i < step.add; i++) answers.push(queue.add(answers.length));
            else if ('end' in step) open()[step.end]?.end.resolve();
            else await turn();
            check();
          }
          while (ended.flat().length < answers.length) {
            open().forEach(({ end }) => end.resolve());
            await turn();
            check();
          }
          expect(begun.flatMap(({ items }) => items)).toEqual(answers.map((_, index) => index));
          expect(await Promise.all(answers)).toEqual(answers.map((_, index) => `yes ${index}`));
        },
      ),
    );
  });
});
