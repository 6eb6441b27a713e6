import type { PlainDate } from '@app/japan';
import type { DeterminationRequest, FactValue, PersonFacts } from '../determination.js';
import { EVENT_CODE, type EventCode } from '../event-codes.js';
import { factDefinition, valuesOf } from '../vocabulary.js';
import type { FactRef } from './maybe.js';
import { ReadLog } from './read-log.js';

/** A fact that is put in place of an unknown one, to see what would follow. */
export interface Supposition extends FactRef {
  readonly value: FactValue;
}

/** The household of a request, read by fact names; what is absent stays `undefined` here. */
export class Household {
  readonly eventCode: EventCode;
  readonly eventDate: PlainDate;
  readonly intakeDate: PlainDate;
  readonly persons: readonly PersonFacts[];
  /** Each child born by a birth (facts.md, words of the rules). */
  readonly newborns: readonly PersonFacts[];
  /** Shared with every household that supposes something about this one. */
  readonly reads: ReadLog;
  private readonly byId: ReadonlyMap<string, PersonFacts>;
  private readonly supposedValues: ReadonlyMap<number, FactValue>;

  constructor(
    private readonly request: DeterminationRequest,
    private readonly suppositions: readonly Supposition[] = [],
    like?: Household,
  ) {
    this.reads = like?.reads ?? new ReadLog();
    this.supposedValues = new Map(suppositions.map((one) => [this.reads.numberOf(one), one.value]));
    this.eventCode = EVENT_CODE[request.lifeEvent];
    this.eventDate = request.eventDate;
    this.intakeDate = request.intakeDate ?? request.eventDate;
    this.persons = request.householdFacts.persons;
    this.byId = like?.byId ?? new Map(this.persons.map((person) => [person.id, person]));
    this.newborns = like?.newborns ?? this.bornNow();
  }

  suppose(more: readonly Supposition[]): Household {
    return new Household(this.request, [...this.suppositions, ...more], this);
  }

  person(id: string): PersonFacts | undefined {
    return this.byId.get(id);
  }

  withRole(...roles: readonly string[]): PersonFacts[] {
    return this.persons.filter((person) => roles.includes(person.role));
  }

  isNewborn(person: PersonFacts): boolean {
    return this.newborns.some(({ id }) => id === person.id);
  }

  /** The value that stands on the person itself. */
  own(person: PersonFacts, fact: string): FactValue | undefined {
    const supposed = this.lookAt(fact, person.id);
    return supposed === undefined ? person[fact] : supposed;
  }

  /** The value that stands on the household itself. */
  shared(fact: string): FactValue | undefined {
    const supposed = this.lookAt(fact);
    if (supposed !== undefined) return supposed;
    const value = this.request.householdFacts[fact];
    return fact === 'persons' ? undefined : (value as FactValue | undefined);
  }

  sharedDate(fact: string): PlainDate | undefined {
    const value = this.shared(fact);
    return typeof value === 'string' ? value : undefined;
  }

  /** A newborn's birth date is the event date also where only `age: 0` or the weight was given. */
  birthDateOf(person: PersonFacts): PlainDate | undefined {
    const value = this.own(person, 'birthDate');
    if (typeof value === 'string') return value;
    return this.isNewborn(person) ? this.eventDate : undefined;
  }

  /** The first day of the new status: for a move the day from which its J14 counts. */
  get acquisitionDay(): PlainDate {
    if (this.eventCode === 'MF') return this.sharedDate('addressSetDate') ?? this.eventDate;
    return this.eventDate;
  }

  get transferOutPlannedDate(): PlainDate {
    return this.sharedDate('transferOutPlannedDate') ?? this.acquisitionDay;
  }

  /** What is supposed of a fact; a fact that can be supposed is noted as looked at. */
  private lookAt(fact: string, person?: string): FactValue | undefined {
    if (valuesOf(fact) === undefined) return undefined;
    return this.supposedValues.get(this.reads.note(fact, person));
  }

  private bornNow(): PersonFacts[] {
    return this.eventCode === 'BI' ? this.persons.filter((person) => this.isBornNow(person)) : [];
  }

  private isBornNow(person: PersonFacts): boolean {
    if (person.role !== 'child') return false;
    if (typeof person['birthDate'] === 'string') return person['birthDate'] === this.eventDate;
    if (typeof person['birthWeightGram'] === 'number') return true;
    const someoneBornToday = this.persons.some(
      (other) => other.role === 'child' && other['birthDate'] === this.eventDate,
    );
    return person['age'] === 0 && !someoneBornToday;
  }
}

/** True for a fact that may stand on the household instead of the person. */
export function hasHouseholdForm(fact: string): boolean {
  return factDefinition(fact)?.where.length === 2;
}
