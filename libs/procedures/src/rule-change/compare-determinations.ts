import type { Determination, DeterminedProcedure, Question } from '../determination.js';
import type { Row, RuleSet } from '../rule-row.js';

/** One thing that two determinations of the same household say differently, with the rows that make it so. */
export interface DeterminationDifference {
  readonly what: 'procedure' | 'question' | 'automatic-effect' | 'information';
  /** The procedure's id, the fact asked (`fact of person`), or the text. */
  readonly name: string;
  readonly change: 'added' | 'removed' | 'changed';
  /** What differs of a procedure or question: the value before and after. */
  readonly fields?: Readonly<Record<string, readonly [unknown, unknown]>>;
  /** The rows of the rule set before and after that say so, joined by `+`; absent where it says nothing. */
  readonly rowsBefore?: string;
  readonly rowsAfter?: string;
}

/** By name, what a determination says, with the rows behind it. */
type Named = ReadonlyMap<string, { readonly value: object; readonly rows: string }>;

/** A determination and the rule set that it is by. */
export interface Determined {
  readonly rules: RuleSet;
  readonly result: Determination;
}

/** Everything in which two determinations of one request differ; nothing but the name of the rule set is passed over. */
export function compareDeterminations(
  before: Determined,
  after: Determined,
): readonly DeterminationDifference[] {
  const compare = (what: DeterminationDifference['what'], named: (one: Determined) => Named) =>
    differences(what, named(before), named(after));
  return [
    ...compare('procedure', ({ result }) => procedures(result)),
    ...compare('question', ({ result }) => questions(result)),
    ...compare('automatic-effect', ({ result, rules }) =>
      texts(result.automaticEffects, (text) => rules.rows.filter((row) => hasEffect(row, text))),
    ),
    ...compare('information', ({ result, rules }) =>
      texts(result.informational, (text) =>
        rules.rows.filter(({ inform }) => inform?.join(' / ') === text),
      ),
    ),
  ];
}

function hasEffect({ effect, then }: Row, text: string): boolean {
  return (
    effect === text ||
    then.some((one) => one.as === 'auto' && text.endsWith(`（${one.procedure}）`))
  );
}

function procedures({ procedures: found }: Determination): Named {
  return new Map(
    found.map((one: DeterminedProcedure) => [one.procedureId, { value: one, rows: one.ruleId }]),
  );
}

function questions({ questions: asked, procedures: found }: Determination): Named {
  const rows = new Map(found.map(({ procedureId, ruleId }) => [procedureId, ruleId]));
  return new Map(
    asked.map((one: Question) => [
      one.person === undefined ? one.fact : `${one.fact} of ${one.person}`,
      { value: one, rows: [...new Set(one.why.map((id) => rows.get(id) ?? id))].join('+') },
    ]),
  );
}

function texts(found: readonly string[], rowsWith: (text: string) => readonly Row[]): Named {
  return new Map(
    found.map((text) => [
      text,
      {
        value: {},
        rows: rowsWith(text)
          .map(({ id }) => id)
          .join('+'),
      },
    ]),
  );
}

function differences(
  what: DeterminationDifference['what'],
  before: Named,
  after: Named,
): DeterminationDifference[] {
  const names = [...new Set([...before.keys(), ...after.keys()])];
  return names.flatMap((name): DeterminationDifference[] => {
    const [old, now] = [before.get(name), after.get(name)];
    const rows = {
      ...(old === undefined ? {} : { rowsBefore: old.rows }),
      ...(now === undefined ? {} : { rowsAfter: now.rows }),
    };
    if (old === undefined) return [{ what, name, change: 'added', ...rows }];
    if (now === undefined) return [{ what, name, change: 'removed', ...rows }];
    const fields = changedFields(old.value, now.value);
    if (Object.keys(fields).length === 0) return [];
    return [{ what, name, change: 'changed', fields, ...rows }];
  });
}

function changedFields(one: object, other: object): Record<string, readonly [unknown, unknown]> {
  const before = new Map<string, unknown>(Object.entries(one));
  const after = new Map<string, unknown>(Object.entries(other));
  const names = [...new Set([...before.keys(), ...after.keys()])];
  return Object.fromEntries(
    names
      .map((name) => [name, [before.get(name), after.get(name)]] as const)
      .filter(([, [old, now]]) => JSON.stringify(old) !== JSON.stringify(now)),
  );
}
