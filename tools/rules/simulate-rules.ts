import { readFile } from 'node:fs/promises';
import {
  cityCalendar,
  compareDeterminations,
  determine,
  diffRuleSets,
  readDeterminationRequest,
  type DeterminationDifference,
  type DeterminationRequest,
  type RuleSet,
} from '@app/procedures';
import { withoutExampleFields } from '../determine/example-fields.js';
import { ruleSetAt, type Print } from './rule-sets.js';

/**
 * Determines every case of a file (one request a line) under A and under B; one line for each difference with the rows
 * responsible, one for each case that cannot be determined, and a last one that counts. Stores nothing.
 */
export async function simulateRules(
  a: string,
  b: string,
  file: string,
  print: Print,
): Promise<boolean> {
  const [from, to] = [ruleSetAt(a), ruleSetAt(b)];
  const changed = new Set(diffRuleSets(from, to).map(({ row }) => row));
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line.trim() !== '');
  const found = lines.map((line, at) => ({ case: nameOf(line, at), ...compared(line, from, to) }));
  for (const one of found) {
    if ('error' in one) print({ case: one.case, error: one.error });
    else
      for (const difference of one.differences)
        print({ case: one.case, ...difference, responsible: responsible(difference, changed) });
  }
  const refused = found.filter((one) => 'error' in one).length;
  const differing = found.filter(
    (one) => 'differences' in one && one.differences.length > 0,
  ).length;
  print({ cases: found.length, differing, refused });
  return refused === 0;
}

type Compared =
  { readonly differences: readonly DeterminationDifference[] } | { readonly error: string };

function compared(line: string, from: RuleSet, to: RuleSet): Compared {
  try {
    const read = readDeterminationRequest(withoutExampleFields(JSON.parse(line)));
    if (!read.ok)
      return { error: read.errors.map(({ pointer, code }) => `${pointer} ${code}`).join(', ') };
    const [before, after] = [determinedBy(from, read.value), determinedBy(to, read.value)];
    return { differences: compareDeterminations(before, after) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

function determinedBy(rules: RuleSet, request: DeterminationRequest) {
  return { rules, result: determine(request, { calendar: cityCalendar(), ruleSet: rules }) };
}

/** The changed rows among those behind a difference; where none is, any row that changed may have excluded it. */
function responsible(
  { rowsBefore = '', rowsAfter = '' }: DeterminationDifference,
  changed: ReadonlySet<string>,
): readonly string[] {
  const behind = [...new Set([...rowsBefore.split('+'), ...rowsAfter.split('+')])];
  const found = behind.filter((row) => changed.has(row));
  return found.length > 0 ? found : [...changed];
}

function nameOf(line: string, at: number): string {
  try {
    const json = JSON.parse(line) as unknown;
    const id = typeof json === 'object' && json !== null && 'id' in json ? json.id : undefined;
    return typeof id === 'string' ? id : String(at + 1);
  } catch {
    return String(at + 1);
  }
}
