import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SourceTextModule } from 'node:vm';
import { GROUPS, instrumentsNamed } from './catalogue.js';
import { rewrite, type Instrument } from './instrument.js';
import { STRETCH } from './mutations.js';
import { POINTS } from './points.js';

const DIST = join(import.meta.dirname, '../../../dist');

const built = (file: string): string => readFileSync(join(DIST, file), 'utf8');

/** All changes to each file, one after the other, as a process gets them. */
function changedFiles(instruments: readonly Instrument[]): Map<string, string> {
  const byFile = Map.groupBy(instruments, ({ file }) => file);
  return new Map(
    [...byFile].map(([file, ofFile]) => [file, ofFile.reduce(rewrite, built(file))] as const),
  );
}

const runs = [
  { run: 'all points', instruments: [...POINTS, STRETCH] },
  ...GROUPS.map(({ name, guards }) => ({
    run: `all points and ${name}`,
    instruments: [...new Set([...POINTS, ...guards])],
  })),
];

describe('the instruments', () => {
  it.each(runs)('of $run find their text in what was built, and leave a program', (run) => {
    for (const source of changedFiles(run.instruments).values())
      expect(() => new SourceTextModule(source)).not.toThrow();
  });

  it('change nothing when the text is missing or ambiguous', () => {
    const instrument = { name: 'x', file: 'a.js', find: 'guard();', replace: '', why: '' };
    expect(() => rewrite('other();', instrument)).toThrow('stands 0 times in a.js');
    expect(() => rewrite('guard(); guard();', instrument)).toThrow('stands 2 times in a.js');
    expect(rewrite('a guard(); b', instrument)).toBe('a  b');
  });

  it('have names of their own', () => {
    const guards = new Set(GROUPS.flatMap((group) => group.guards));
    const names = [...POINTS, ...guards, ...GROUPS].map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it('are refused by names that nobody knows', () => {
    expect(() => instrumentsNamed(['relay-befor-send'])).toThrow('no instrument relay-befor-send');
  });
});
