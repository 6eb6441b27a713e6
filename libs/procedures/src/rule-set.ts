import type { PlainDate } from '@app/japan';
import { BUILT_IN } from './built-in-rules.js';
import { buildRuleBase, type RuleBase, type RuleSetSource } from './build-rule-base.js';
import { LIFE_EVENTS, type LifeEvent } from './determination.js';
import { UnknownRuleSetError } from './errors.js';
import type { RuleSet } from './rule-row.js';

const builtIn = buildRuleBase(BUILT_IN);
let inUse: RuleBase = builtIn;

/** The built-in rule set that is activated last. */
export const RULE_SET: string = builtIn.activations.at(-1)?.ruleSet ?? '';
/** The first event date whose rules that set holds; no new insurance cards since that day (reference 0.4). */
export const RULES_FROM: PlainDate = builtIn.sets.get(RULE_SET)?.rulesFrom ?? '';
/** The life events for which some built-in rule set has complete tables. */
export const SUPPORTED_LIFE_EVENTS: readonly LifeEvent[] = LIFE_EVENTS.filter((event) =>
  [...builtIn.sets.values()].some(({ lifeEvents }) => lifeEvents.includes(event)),
);

/**
 * Puts rule sets beside the built-in ones, for the whole process and once at its start; their activations, if any,
 * replace the built-in ones. Throws a `RuleDataError` that names the place, and changes nothing then.
 */
export function installRuleSets(more: RuleSetSource): void {
  inUse = buildRuleBase(more, builtIn);
}

/** The rule set with that id; throws `UnknownRuleSetError`. */
export function ruleSet(id: string): RuleSet {
  const found = inUse.sets.get(id);
  if (found === undefined) throw new UnknownRuleSetError(id, ruleSetIds());
  return found;
}

/** The ids of all rule sets that a case may be pinned to. */
export function ruleSetIds(): readonly string[] {
  return [...inUse.sets.keys()];
}

/** The rule set by which what is filed on a day is determined; before the first activation the first one. */
export function currentRuleSet(day: PlainDate): RuleSet {
  const { activations } = inUse;
  const active = activations.findLast(({ from }) => from <= day) ?? activations[0];
  return ruleSet(active?.ruleSet ?? RULE_SET);
}
