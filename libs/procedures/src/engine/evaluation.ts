import type { PersonFacts } from '../determination.js';
import { RuleDataError } from '../errors.js';
import { membersOf, type Proposal, type Row } from '../rule-set.js';
import type { Household, Supposition } from './household.js';
import { and, or, type Tri } from './maybe.js';
import { settle } from './settle.js';
import type { Membership, Results } from './scope.js';
import type { ProposingRow, TablesInForce } from './tables.js';

/** The rows in force looked at for one household; every answer is computed once. */
export class Evaluation implements Results {
  private readonly rowMembers = new Map<string, readonly Membership[]>();
  private readonly groups = new Map<string, readonly Membership[]>();
  private readonly answers = new Map<string, Tri>();
  private readonly supposed = new Map<string, Evaluation>();
  private readonly open = new Set<string>();

  constructor(
    readonly household: Household,
    private readonly tables: TablesInForce,
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
    return this.answer(`row ${row.id}`, (evaluation) =>
      and(...row.cells.map((cell) => evaluation.truth(cell(evaluation.scope)))),
    );
  }

  /** The persons whom a row makes a procedure name. */
  named({ row, proposal }: ProposingRow): readonly Membership[] {
    if (proposal.persons === undefined) return this.matches(row);
    const holds = this.holds(row);
    return this.group(proposal.persons).map(({ person, member }) => ({
      person,
      member: and(holds, member),
    }));
  }

  /** The same household with some unknown facts taken as known. */
  suppose(suppositions: readonly Supposition[]): Evaluation {
    const key = JSON.stringify(suppositions);
    const found =
      this.supposed.get(key) ?? new Evaluation(this.household.suppose(suppositions), this.tables);
    this.supposed.set(key, found);
    return found;
  }

  private get scope() {
    return { household: this.household, results: this };
  }

  private truth(value: ReturnType<Row['cells'][number]>): Tri {
    return value.known ? { known: true, value: value.value === true } : value;
  }

  private matches(row: Row): readonly Membership[] {
    const found = this.rowMembers.get(row.id) ?? this.look(row);
    this.rowMembers.set(row.id, found);
    return found;
  }

  private look(row: Row): readonly Membership[] {
    return this.group(row.each).map(({ person }) => ({
      person,
      member: this.answer(`row ${row.id} for ${person.id}`, (evaluation) =>
        evaluation.match(row, person),
      ),
    }));
  }

  private group(name: string): readonly Membership[] {
    const found = this.groups.get(name) ?? membersOf(name, this.household);
    this.groups.set(name, found);
    return found;
  }

  private match(row: Row, person: PersonFacts): Tri {
    const belongs = this.group(row.each).filter((one) => one.person.id === person.id);
    const scope = { ...this.scope, person };
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
    const found = this.answers.get(key);
    if (found !== undefined) return found;
    if (this.open.has(key)) throw new RuleDataError('rules', `"${key}" depends on itself`);
    this.open.add(key);
    const answer = settle(evaluate(this), (suppositions) => evaluate(this.suppose(suppositions)));
    this.open.delete(key);
    this.answers.set(key, answer);
    return answer;
  }
}
