import { describe, expect, it } from '@jest/globals';
import { readOptions, SUBJECTS } from './options.js';

describe('the options of the benchmark', () => {
  it('are all subjects, the full form and seed 1 when nothing is said', () => {
    expect(readOptions([])).toEqual({
      quick: false,
      cost: false,
      seed: 1,
      subjects: [...SUBJECTS],
    });
  });

  it('are read in any order of the subjects', () => {
    const args = ['--quick', '--seed', '7', '--subjects', 'naive, ours'];
    expect(readOptions(args)).toEqual({
      ...{ quick: true, cost: false, seed: 7 },
      subjects: ['ours', 'naive'],
    });
  });

  it('are not needed for help', () => {
    expect(readOptions(['--help', '--seed', 'x'])).toBeUndefined();
  });

  it.each([
    [['--seed', 'x'], /--seed .* "x"/],
    [['--seed', '-1'], /--seed/],
    [['--subjects', 'ours,theirs'], /"theirs" is none of ours, naive/],
    [['--subjects', ''], /--subjects/],
    [['--subjects', 'naive,sqlBatch'], /add ours/],
    [['--rounds', '3'], /--rounds/],
    [['more'], /more/],
  ])('%j are refused with the reason', (args, reason) => {
    expect(() => readOptions(args)).toThrow(reason);
  });
});
