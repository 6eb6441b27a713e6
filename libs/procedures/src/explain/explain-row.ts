import { membersOf } from '../compile-rows.js';
import type { DeterminationRequest, PersonFacts } from '../determination.js';
import { Evaluation } from '../engine/evaluation.js';
import { Household } from '../engine/household.js';
import { isFalse, TRUE, type Maybe, type Tri } from '../engine/maybe.js';
import type { ProposingRow, TablesInForce } from '../engine/tables.js';
import { RecordedRequest, type UsedFact } from './recorded-request.js';

/** A condition of a row as the data writes it; `null` = open, a fact is missing. */
export interface ExplainedCondition {
  readonly condition: string;
  readonly holds: boolean | null;
}

/** What one row says, about one person where it looks at persons. */
export interface ExplainedRow {
  readonly row: string;
  readonly as: 'required' | 'offered' | 'auto';
  readonly law: string;
  readonly reasonJa: string;
  readonly reasonEn: string;
  readonly person?: string;
  readonly holds: boolean | null;
  /** Up to the first that fails. */
  readonly conditions: readonly ExplainedCondition[];
  /** The first condition that fails, or the group to which nobody belongs (`each movers`). */
  readonly failed?: string;
  readonly facts: readonly UsedFact[];
}

/** What a row says of a household: once, or for each person of the row's group. */
export function explainRow(
  proposing: ProposingRow,
  request: DeterminationRequest,
  tables: TablesInForce,
): readonly ExplainedRow[] {
  const { row, code, proposal } = proposing;
  const recorded = new RecordedRequest(request);
  const subjects = (household: Household): readonly Subject[] =>
    row.each === 'household' ? [{ member: TRUE }] : membersOf(row.each, household);
  const count = subjects(new Household(recorded.request).as(code)).length;
  const told = { row: row.id, as: proposal.as, law: row.law };
  const reasons = { reasonJa: row.reasonJa, reasonEn: row.reasonEn };
  if (count === 0) {
    const failed = `each ${row.each}`;
    return [{ ...told, ...reasons, holds: false, conditions: [], failed, facts: [] }];
  }
  return Array.from({ length: count }, (_one, at) => {
    // Everything anew for each person: what was remembered would not be read again.
    const { found, facts } = recorded.during(() => {
      const household = new Household(recorded.request);
      const results = new Evaluation(household, tables);
      const subject = subjects(household.as(code))[at] ?? { member: TRUE };
      const scope = { household: household.as(code), results, ...personOf(subject) };
      const cells = row.cells.map((cell) => () => truth(cell(scope)));
      return { ...conditionsOf(subject, row, cells), ...namedBy(subject) };
    });
    return { ...told, ...reasons, ...found, facts };
  });
}

interface Subject {
  readonly person?: PersonFacts;
  readonly member: Tri;
}

const personOf = ({ person }: Subject) => (person === undefined ? {} : { person });
const namedBy = ({ person }: Subject) => (person === undefined ? {} : { person: person.id });

function conditionsOf(
  { member }: Subject,
  { each, when }: { readonly each: string; readonly when: readonly string[] },
  cells: readonly (() => Tri)[],
): Pick<ExplainedRow, 'holds' | 'conditions' | 'failed'> {
  const all = [
    ...(each === 'household' ? [] : [{ condition: `each ${each}`, look: () => member }]),
    ...when.map((condition, at) => ({ condition, look: cells[at] ?? (() => member) })),
  ];
  const conditions: ExplainedCondition[] = [];
  for (const { condition, look } of all) {
    const answer = look();
    conditions.push({ condition, holds: answer.known ? answer.value : null });
    if (isFalse(answer)) return { holds: false, conditions, failed: condition };
  }
  return { holds: conditions.every(({ holds }) => holds === true) ? true : null, conditions };
}

/** A condition that is no boolean holds as little as one that is false (FEEL: null). */
function truth(value: Maybe<unknown>): Tri {
  return value.known ? { known: true, value: value.value === true } : value;
}
