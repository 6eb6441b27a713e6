import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { observe } from './support/two-worlds/observe.js';
import { differences, type Observed } from './support/two-worlds/observed.js';
import type { Hidden } from './support/two-worlds/people.js';
import { playWorld, type Play, type World } from './support/two-worlds/world.js';

// Four cities of five services each.
jest.setTimeout(300_000);

/** Of different wards and very different lengths. */
const HERE: Hidden = { ward: '14133', address: '川崎市中原区架空町1-2' };
const THERE: Hidden = {
  ward: '14134',
  address:
    '川崎市高津区架空台四丁目五十六番地の七八 マドグチグランドレジデンス架空台サウスウイング弐番館１２０３号室',
};

async function observed(hidden: Hidden, play: Play): Promise<{ world: World; seen: Observed }> {
  const world = await playWorld(hidden, play);
  try {
    return { world, seen: await observe(world) };
  } finally {
    await world.city.stop();
  }
}

describe('Two worlds that differ only in where a protected person lives', () => {
  let here: Awaited<ReturnType<typeof observed>>;
  let there: Awaited<ReturnType<typeof observed>>;
  beforeAll(async () => {
    here = await observed(HERE, { isProtected: true });
    there = await observed(THERE, { isProtected: true });
  });

  it('look the same to everybody who is not named', () => {
    expect(differences(here.seen, there.seen)).toEqual([]);
  });

  it('were looked at everywhere', () => {
    for (const [kind, lines] of here.seen) expect([kind, lines.length > 4]).toEqual([kind, true]);
    const [answers, stored] = [here.seen.get('answers')!, here.seen.get('stored')!];
    expect(answers.length).toBeGreaterThan(800);
    expect(here.world.hiddenTasks.length).toBeGreaterThan(5);
    // What is hidden is there: under the pseudo-ward, and returned and decided about.
    expect(stored.filter((line) => line.includes('"ward":"protected"')).length).toBeGreaterThan(50);
    expect(stored.filter((line) => /^resident.task .*"DECIDED"/.test(line)).length).toBeGreaterThan(
      0,
    );
  });

  it('would be told apart by one planted byte', () => {
    const planted = (kind: string, change: (line: string) => string): Observed =>
      new Map(here.seen).set(
        kind,
        here.seen.get(kind)!.map((line, at) => (at === 3 ? change(line) : line)),
      );
    for (const kind of here.seen.keys())
      expect(
        differences(
          planted(kind, (line) => `${line}.`),
          there.seen,
        ),
      ).not.toEqual([]);
  });
});

describe('Two worlds in which nobody protects her', () => {
  it('are told apart by answers, events and export: the comparison finds what it looks for', async () => {
    const { seen: here } = await observed(HERE, { isProtected: false });
    const { seen: there } = await observed(THERE, { isProtected: false });
    const kinds = new Set(differences(here, there).map((line) => line.split(':')[0]));
    expect([...kinds].sort()).toEqual(expect.arrayContaining(['answers', 'export', 'stored']));
  });
});
