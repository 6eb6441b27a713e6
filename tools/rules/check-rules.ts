import { textProblems, wrongExamples } from '@app/procedures';
import { ruleBaseOf, type Print } from './rule-sets.js';

/**
 * One line for each rule set: how many rows, which of them nobody has reviewed, and what is wrong; one for each language
 * with the texts that are missing. True when nothing is wrong; an unreviewed row is no error.
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
  const texts = textProblems();
  for (const line of [...found, ...texts]) print(line);
  return [...found, ...texts].every(({ problems }) => problems.length === 0);
}
