import {
  BUILT_IN,
  buildRuleBase,
  readRuleFolder,
  readRuleSetFiles,
  type RuleBase,
  type RuleSet,
} from '@app/procedures';

export type Print = (line: object) => void;

/** The built-in rule sets, and those of a folder on top. @throws RuleDataError */
export function ruleBaseOf(folder?: string): RuleBase {
  const builtIn = buildRuleBase(BUILT_IN);
  return folder === undefined ? builtIn : buildRuleBase(readRuleFolder(folder), builtIn);
}

/**
 * The rule set with that built-in id, or the one at that path; it may be based on a built-in one.
 * @throws RuleDataError
 */
export function ruleSetAt(idOrPath: string): RuleSet {
  const builtIn = buildRuleBase(BUILT_IN);
  const known = builtIn.sets.get(idOrPath);
  if (known !== undefined) return known;
  const files = readRuleSetFiles(idOrPath);
  const added = [...buildRuleBase({ sets: [files] }, builtIn).sets.values()].at(-1);
  if (added === undefined) throw new Error(`No rule set at ${idOrPath}.`);
  return added;
}
