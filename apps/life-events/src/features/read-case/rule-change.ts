import {
  LIFE_EVENTS,
  currentRuleSet,
  differencesFor,
  ruleSet,
  ruleSetIds,
  type RowDifferenceForEvent,
} from '@app/procedures';

/** What the current rule set has otherwise than the one to which a running case is pinned. */
export interface RuleChange {
  readonly current: string;
  /**
   * The rows that differ for the life event, with their procedures. Whether they change this case hangs on what was
   * filed, which only the worker can open: an officer reads here what to look at. Absent where this process lacks the pinned set.
   */
  readonly differences?: readonly RowDifferenceForEvent[];
}

type Pinned = {
  readonly ruleSet: string;
  readonly lifeEvent: string;
  readonly closedAt: string | null;
};

/** Undefined while the pinned rule set is the current one, and for a case that is closed. */
export function ruleChangeOf(pinned: Pinned, today: string): RuleChange | undefined {
  const current = currentRuleSet(today);
  const lifeEvent = LIFE_EVENTS.find((one) => one === pinned.lifeEvent);
  if (pinned.closedAt !== null || current.id === pinned.ruleSet || lifeEvent === undefined)
    return undefined;
  if (!ruleSetIds().includes(pinned.ruleSet)) return { current: current.id };
  const differences = differencesFor(lifeEvent, ruleSet(pinned.ruleSet), current);
  return { current: current.id, differences };
}
