import { procedure } from '../catalogue.js';
import type { PersonFacts } from '../determination.js';
import { RuleDataError } from '../errors.js';
import { membersOf, type Proposal, type Row, type RuleSet } from '../rule-set.js';
import type { Household, Supposition } from './household.js';
import { and, or, type Tri } from './maybe.js';
import { settle } from './settle.js';
import type { Membership, Results } from './scope.js';

/** A row in force with what it says about one procedure. */
export interface ProposingRow {
  readonly row: Row;
  readonly proposal: Proposal;
}

/** The rows of a rule set looked at for one household; every answer is computed once. */
export class Evaluation implements Results {
  readonly rows: readonly Row[];
  private readonly proposing = new Map<string, ProposingRow[]>();
  private readonly rowMembers = new Map<string, readonly Membership[]>();
  private readonly answers = new Map<string, Tri>();
  private readonly supposed = new Map<string, Evaluation>();
  private readonly open = new Set<string>();

  constructor(
    readonly household: Household,
    private readonly ruleSet: RuleSet,
  ) {
    this.rows = ruleSet.rows.filter((row) => this.isInForce(row) && row.events.includes(household.eventCode));
    for (const row of this.rows) for (const proposal of row.then) this.register(row, proposal);
  }

  /** The procedures that some row in force proposes. */
  get proposed(): readonly string[] {
    return [...this.proposing.keys()];
  }

  rowsFor(procedureId: string, as: Proposal['as']): readonly ProposingRow[] {
    return (this.proposing.get(procedureId) ?? []).filter(({ proposal }) => proposal.as === as);
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
    return this.answer(`row ${row.id}`, (evaluation) => and(...row.cells.map((cell) => evaluation.truth(cell(evaluation.scope)))));
  }

  /** The persons whom a row makes a procedure name. */
  named({ row, proposal }: ProposingRow): readonly Membership[] {
    if (proposal.persons === undefined) return this.matches(row);
    const holds = this.holds(row);
    return membersOf(proposal.persons, this.household).map(({ person, member }) => ({
      person,
      member: and(holds, member),
    }));
  }

  /** The same household with some unknown facts taken as known. */
  suppose(suppositions: readonly Supposition[]): Evaluation {
    const key = JSON.stringify(suppositions);
    const found = this.supposed.get(key) ?? new Evaluation(this.household.suppose(suppositions), this.ruleSet);
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
    return membersOf(row.each, this.household).map(({ person }) => ({
      person,
      member: this.answer(`row ${row.id} for ${person.id}`, (evaluation) => evaluation.match(row, person)),
    }));
  }

  private match(row: Row, person: PersonFacts): Tri {
    const belongs = membersOf(row.each, this.household).filter((one) => one.person.id === person.id);
    const scope = { ...this.scope, person };
    return and(...belongs.map(({ member }) => member), ...row.cells.map((cell) => this.truth(cell(scope))));
  }

  private membersOfAll(rows: readonly ProposingRow[], person: PersonFacts): Tri[] {
    return rows.flatMap((one) => this.named(one)).flatMap((one) => (one.person.id === person.id ? [one.member] : []));
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

  private isInForce({ validFrom, validTo }: { validFrom?: string; validTo?: string }): boolean {
    const day = this.household.eventDate;
    return (validFrom === undefined || validFrom <= day) && (validTo === undefined || day <= validTo);
  }

  private register(row: Row, proposal: Proposal): void {
    if (!this.isInForce(procedure(proposal.procedure))) return;
    const rows = this.proposing.get(proposal.procedure) ?? [];
    this.proposing.set(proposal.procedure, [...rows, { row, proposal }]);
  }
}
