import { describe, expect, it } from '@jest/globals';
import { RULE_SET, installRuleSets, ruleSet } from '@app/procedures';
import { ruleChangeOf } from './rule-change.js';

const pinned = { ruleSet: RULE_SET, lifeEvent: 'birth', closedAt: null };

describe('the change of rules under a running case', () => {
  it('is nothing while its rule set is the current one', () => {
    expect(ruleChangeOf(pinned, '2027-03-31')).toBeUndefined();
  });

  it('names the rows of its life event that the current rule set has otherwise, from the day of the activation', () => {
    installRuleSets({
      sets: [
        {
          manifest: { id: 'next', basedOn: RULE_SET, files: [], removes: ['BI-13', 'MI-02'] },
          files: {},
        },
      ],
      activations: [
        { from: '2026-11-01', ruleSet: RULE_SET },
        { from: '2027-04-01', ruleSet: 'next' },
      ],
    });
    expect(ruleSet('next').rows).not.toContainEqual(expect.objectContaining({ id: 'BI-13' }));
    expect(ruleChangeOf(pinned, '2027-03-31')).toBeUndefined();
    expect(ruleChangeOf(pinned, '2027-04-01')).toEqual({
      current: 'next',
      differences: [
        {
          row: 'BI-13',
          change: 'removed',
          fields: [],
          procedures: ['low-birth-weight-notification'],
        },
      ],
    });
    expect(ruleChangeOf({ ...pinned, ruleSet: 'next' }, '2027-04-01')).toBeUndefined();
    expect(ruleChangeOf({ ...pinned, ruleSet: 'lost' }, '2027-04-01')).toEqual({ current: 'next' });
    expect(
      ruleChangeOf({ ...pinned, closedAt: '2027-02-01T00:00:00Z' }, '2027-04-01'),
    ).toBeUndefined();
  });

  it('follows the move that a marriage or divorce may bring', () => {
    const moves = ruleChangeOf({ ...pinned, lifeEvent: 'divorce' }, '2027-04-01');
    expect(moves?.differences?.map(({ row }) => row)).toEqual(['MI-02']);
  });
});
