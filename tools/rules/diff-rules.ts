import { diffOfSettings, diffRuleSets } from '@app/procedures';
import { ruleSetAt, type Print } from './rule-sets.js';

/** One line for each row that was added, removed or changed from A to B, and for each setting of the sets that differs. */
export function diffRules(a: string, b: string, print: Print): boolean {
  const [from, to] = [ruleSetAt(a), ruleSetAt(b)];
  for (const setting of diffOfSettings(from, to)) print({ setting, change: 'changed' });
  for (const difference of diffRuleSets(from, to)) {
    const before = valuesOf(from.rows, difference);
    const after = valuesOf(to.rows, difference);
    print({ ...difference, ...(difference.change === 'changed' ? { before, after } : {}) });
  }
  return true;
}

function valuesOf(
  rows: ReturnType<typeof ruleSetAt>['rows'],
  { row: id, validFrom, fields }: ReturnType<typeof diffRuleSets>[number],
): object {
  const row = rows.find((one) => one.id === id && one.validFrom === validFrom);
  return Object.fromEntries(Object.entries(row ?? {}).filter(([name]) => fields.includes(name)));
}
