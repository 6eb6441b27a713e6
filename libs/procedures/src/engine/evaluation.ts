import type { PersonFacts } from '../determination.js';
import { RuleDataError } from '../errors.js';
import type { EventCode } from '../event-codes.js';
import { membersOf } from '../compile-rows.js';
import type { Proposal, Row } from '../rule-row.js';
import type { Household, Supposition } from './household.js';
import { and, or, type Tri } from './maybe.js';
import type { Traced } from './read-log.js';
import { settle } from './settle.js';
import type { Membership, Results } from './scope.js';
import type { ProposingRow, TablesInForce } from './tables.js';

/**
 * The rows in force looked at for one household. Everything is worked out once; where facts are supposed, only what
 * looks at one of them is worked out again, so that large households stay fast.
 */
export class Evaluation implements Results {
  private readonly found = new Map<string, Traced<unknown>>();
  private readonly supposed = new Map<string, Evaluation>();
  private readonly open = new Set<string>();

  constructor(
    readonly household: Household,
    private readonly tables: TablesInForce,
    private readonly parent?: Evaluation,
    private readonly supposedFacts: readonly number[] = [],
  ) {}

  get rows(): readonly Row[] {
    return this.tables.rows;
  }

  /** The procedures that some row in force proposes. */
  get proposed(): readonly string[] {
    return [...this.tables.proposing.keys()];
  }

  rowsFor(procedureId: string, as: Proposal['as']): readonly ProposingRow[] {
    return (this.tables.proposing.get(procedureId) ?? []).filter(
      ({ proposal }) => proposal.as === as,
    );
  }

  isRequired(procedureId: string): Tri {
    return this.isProposed(procedureId, 'required');
  }

  isOffered(procedureId: string): Tri {
    return this.isProposed(procedureId, 'offered');
  }

  rowHolds(rowId: string): Tri {
    return or(...this.rows.filter(({ id }) => id === rowId).map((row) => this.holds(row)));
  }

  isProposed(procedureId: string, as: Proposal['as']): Tri {
    return this.answer(`${as} ${procedureId}`, (evaluation) =>
      or(...evaluation.rowsFor(procedureId, as).map(({ row }) => evaluation.holds(row))),
    );
  }

  isRequiredFor(procedureId: string, person: PersonFacts): Tri {
    return this.answer(`required ${procedureId} for ${person.id}`, (evaluation) =>
      or(...evaluation.membersOfAll(evaluation.rowsFor(procedureId, 'required'), person)),
    );
  }

  /** Whether a row holds, for somebody where it looks at persons. */
  holds(row: Row): Tri {
    if (row.each !== 'household') return or(...this.matches(row).map(({ member }) => member));
    return this.answer(`row ${row.id}`, (evaluation) => {
      const scope = evaluation.scopeOf(row);
      return and(...row.cells.map((cell) => evaluation.truth(cell(scope))));
    });
  }

  /** The persons whom a row makes a procedure name. */
  named({ row, proposal }: ProposingRow): readonly Membership[] {
    if (proposal.persons === undefined) return this.matches(row);
    const holds = this.holds(row);
    return this.group(proposal.persons, row).map(({ person, member }) => ({
      person,
      member: and(holds, member),
    }));
  }

  /** The same household with some unknown facts taken as known. */
  suppose(suppositions: readonly Supposition[]): Evaluation {
    const key = JSON.stringify(suppositions);
    const found = this.supposed.get(key) ?? this.withSupposed(suppositions);
    this.supposed.set(key, found);
    return found;
  }

  /** The household as the row looks at it: under the code for which the row holds. */
  private scopeOf(row: Row) {
    return { household: this.household.as(this.codeOf(row)), results: this };
  }

  private codeOf(row: Row): EventCode {
    return this.tables.codes.get(row) ?? this.household.eventCode;
  }

  private truth(value: ReturnType<Row['cells'][number]>): Tri {
    return value.known ? { known: true, value: value.value === true } : value;
  }

  private withSupposed(suppositions: readonly Supposition[]): Evaluation {
    const household = this.household.suppose(suppositions);
    const facts = suppositions.map((one) => household.reads.numberOf(one));
    return new Evaluation(household, this.tables, this, facts);
  }

  private matches(row: Row): readonly Membership[] {
    return this.remember(`matches ${row.id}`, (evaluation) => evaluation.look(row));
  }

  private look(row: Row): readonly Membership[] {
    return this.group(row.each, row).map(({ person }) => ({
      person,
      member: this.answer(`row ${row.id} for ${person.id}`, (evaluation) =>
        evaluation.match(row, person),
      ),
    }));
  }

  private group(name: string, row: Row): readonly Membership[] {
    const code = this.codeOf(row);
    return this.remember(`group ${name} ${code}`, ({ household }) =>
      membersOf(name, household.as(code)),
    );
  }

  private match(row: Row, person: PersonFacts): Tri {
    const belongs = this.group(row.each, row).filter((one) => one.person.id === person.id);
    const scope = { ...this.scopeOf(row), person };
    return and(
      ...belongs.map(({ member }) => member),
      ...row.cells.map((cell) => this.truth(cell(scope))),
    );
  }

  private membersOfAll(rows: readonly ProposingRow[], person: PersonFacts): Tri[] {
    return rows
      .flatMap((one) => this.named(one))
      .flatMap((one) => (one.person.id === person.id ? [one.member] : []));
  }

  private answer(key: string, evaluate: (evaluation: Evaluation) => Tri): Tri {
    return this.remember(key, (evaluation) =>
      settle(evaluate(evaluation), (suppositions) => evaluate(evaluation.suppose(suppositions))),
    );
  }

  private remember<T>(key: string, work: (evaluation: Evaluation) => T): T {
    const { value, reads } = this.recall(key, work);
    this.household.reads.noteAll(reads);
    return value;
  }

  private recall<T>(key: string, work: (evaluation: Evaluation) => T): Traced<T> {
    const found = this.found.get(key) as Traced<T> | undefined;
    if (found !== undefined) return found;
    const traced = this.inherited(key, work) ?? this.trace(key, work);
    this.found.set(key, traced);
    return traced;
  }

  /** What was found without the suppositions, if it looked at none of the supposed facts. */
  private inherited<T>(key: string, work: (evaluation: Evaluation) => T): Traced<T> | undefined {
    if (this.parent === undefined || this.parent.open.has(key)) return undefined;
    const traced = this.parent.recall(key, work);
    return this.supposedFacts.some((fact) => traced.reads.has(fact)) ? undefined : traced;
  }

  private trace<T>(key: string, work: (evaluation: Evaluation) => T): Traced<T> {
    if (this.open.has(key)) throw new RuleDataError('rules', `"${key}" depends on itself`);
    this.open.add(key);
    const traced = this.household.reads.trace(() => work(this));
    this.open.delete(key);
    return traced;
  }
}
