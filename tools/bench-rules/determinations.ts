import {
  RULE_SET,
  cityCalendar,
  determine,
  exampleRequests,
  ruleSet,
  type DeterminationRequest,
} from '@app/procedures';
import { families } from './households.js';
import { timed, type Times } from './measure-rules.js';

const ROUNDS = 20;
const calendar = cityCalendar();
const rules = ruleSet(RULE_SET);

export interface DeterminationTimes extends Times {
  readonly ruleSet: string;
  readonly rows: number;
  /** The first determination of the process. */
  readonly coldMs: number;
  readonly byHousehold: Readonly<Record<string, Times>>;
}

/** Times determinations by the whole current rule base, after one round to warm up. */
export function timeDeterminations(): DeterminationTimes {
  const groups = {
    rowExamples: exampleRequests(rules),
    familyOfSixAllKnown: families('everything'),
    familyOfSixOnlyAges: families('ages'),
  };
  const coldMs = timed(works(groups.familyOfSixAllKnown).slice(0, 1), 1).maxMs;
  const all = works(Object.values(groups).flat());
  timed(all, 1);
  return {
    ruleSet: rules.id,
    rows: rules.rows.length,
    coldMs,
    ...timed(all, ROUNDS),
    byHousehold: Object.fromEntries(
      Object.entries(groups).map(([name, requests]) => [name, timed(works(requests), ROUNDS)]),
    ),
  };
}

function works(requests: readonly DeterminationRequest[]): (() => unknown)[] {
  return requests.map((request) => () => determine(request, { calendar, ruleSet: rules.id }));
}
