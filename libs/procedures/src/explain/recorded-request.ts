import type {
  DeterminationRequest,
  FactValue,
  HouseholdFacts,
  PersonFacts,
} from '../determination.js';

/** A fact that was looked at; `value` is absent where nothing is known of it. */
export interface UsedFact {
  readonly fact: string;
  /** Absent = a fact of the household. */
  readonly person?: string;
  readonly value?: FactValue;
}

/** Notes every fact that is read from a request. */
export class RecordedRequest {
  /** The same request; what is read from its household is noted. */
  readonly request: DeterminationRequest;
  private readonly seen = new Map<string, UsedFact>();

  constructor(request: DeterminationRequest) {
    const facts = request.householdFacts;
    const persons = facts.persons.map((person) => this.watch(person, person.id));
    this.request = { ...request, householdFacts: this.watch({ ...facts, persons }) };
  }

  /** What `work` finds, and the facts that it reads, in the order first read. */
  during<T>(work: () => T): { readonly found: T; readonly facts: readonly UsedFact[] } {
    this.seen.clear();
    const found = work();
    return { found, facts: [...this.seen.values()] };
  }

  private watch<T extends PersonFacts | HouseholdFacts>(facts: T, person?: string): T {
    return new Proxy(facts, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name);
        if (typeof name === 'string' && !['id', 'role', 'persons'].includes(name))
          this.note(name, person, value as FactValue | undefined);
        return value;
      },
    });
  }

  private note(fact: string, person: string | undefined, value: FactValue | undefined): void {
    this.seen.set(JSON.stringify([fact, person]), {
      fact,
      ...(person === undefined ? {} : { person }),
      ...(value === undefined ? {} : { value }),
    });
  }
}
