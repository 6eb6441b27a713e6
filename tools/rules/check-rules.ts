import { wrongExamples } from '@app/procedures';
import { ruleBaseOf, type Print } from './rule-sets.js';

/**
 * One line for each rule set: how many rows, which of them nobody has reviewed, and what is wrong. True when nothing is
 * wrong; an unreviewed row is no error.
 * @throws RuleDataError for what cannot be read or compiled
 */
export function checkRules(folder: string | undefined, print: Print): boolean {
  const { sets, activations } = ruleBaseOf(folder);
  const found = [...sets.values()].map((rules) => ({
    ruleSet: rules.id,
    activeFrom: activations.filter(({ ruleSet }) => ruleSet === rules.id).map(({ from }) => from),
    rows: rules.rows.length,
    examples: rules.rows.flatMap(({ examples }) => examples).length,
    unreviewed: rules.rows.filter(({ review }) => review === 'unreviewed').length,
    problems: wrongExamples(rules),
  }));
  for (const line of found) print(line);
  return found.every(({ problems }) => problems.length === 0);
}
