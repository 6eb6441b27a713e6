import type { PlainDate } from '@app/japan';
import type { DeterminationRequest, FactValue, LifeEvent, PersonFacts } from '../determination.js';
import { eventCodesOf, type EventCode, type EventCodes } from '../event-codes.js';
import { factDefinition, valuesOf } from '../vocabulary.js';
import type { FactRef } from './maybe.js';
import { ReadLog, type Traced } from './read-log.js';

/** A fact that is put in place of an unknown one, to see what would follow. */
export interface Supposition extends FactRef {
  readonly value: FactValue;
}

/** What every view of a household has in common. */
interface Common {
  readonly eventCodes: EventCodes;
  readonly byId: ReadonlyMap<string, PersonFacts>;
  readonly newborns: readonly PersonFacts[];
  readonly reads: ReadLog;
}

/** The household of a request, read by fact names; what is absent stays `undefined` here. */
export class Household {
  readonly eventDate: PlainDate;
  readonly intakeDate: PlainDate;
  readonly persons: readonly PersonFacts[];
  private readonly supposedValues: ReadonlyMap<number, FactValue>;
  private readonly views = new Map<EventCode, Household>();
  private readonly found = new Map<string, Traced<unknown>>();

  constructor(
    private readonly request: DeterminationRequest,
    private readonly suppositions: readonly Supposition[] = [],
    private readonly common: Common = commonOf(request),
    /** The code of the row that looks at the household; outside of rows the event's own. */
    readonly eventCode: EventCode = common.eventCodes[0],
  ) {
    this.supposedValues = new Map(suppositions.map((one) => [this.reads.numberOf(one), one.value]));
    this.eventDate = request.eventDate;
    this.intakeDate = request.intakeDate ?? request.eventDate;
    this.persons = request.householdFacts.persons;
  }

  get lifeEvent(): LifeEvent {
    return this.request.lifeEvent;
  }

  /** The event's own code first, then that of the move it brings. */
  get eventCodes(): EventCodes {
    return this.common.eventCodes;
  }

  /** Each child born by a birth (facts.md, words of the rules). */
  get newborns(): readonly PersonFacts[] {
    return this.common.newborns;
  }

  /** Shared with every household that supposes something about this one. */
  get reads(): ReadLog {
    return this.common.reads;
  }

  suppose(more: readonly Supposition[]): Household {
    return new Household(
      this.request,
      [...this.suppositions, ...more],
      this.common,
      this.eventCode,
    );
  }

  /** The same household as the rows of one of its codes look at it. */
  as(code: EventCode): Household {
    if (code === this.eventCode) return this;
    const found =
      this.views.get(code) ?? new Household(this.request, this.suppositions, this.common, code);
    this.views.set(code, found);
    return found;
  }

  /** Works out once what many rows and persons ask; each of them has looked at the same facts. */
  remember<T>(key: string, work: () => T): T {
    const found = this.found.get(key) ?? this.reads.trace(work);
    this.found.set(key, found);
    this.reads.noteAll(found.reads);
    return found.value as T;
  }

  /** Whether the event, or the move that it brings, has one of these codes. */
  has(...codes: readonly EventCode[]): boolean {
    return this.eventCodes.some((code) => codes.includes(code));
  }

  person(id: string): PersonFacts | undefined {
    return this.common.byId.get(id);
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

  /** What is supposed of a fact; a fact that can be supposed is noted as looked at. */
  private lookAt(fact: string, person?: string): FactValue | undefined {
    if (valuesOf(fact) === undefined) return undefined;
    return this.supposedValues.get(this.reads.note(fact, person));
  }
}

function commonOf(request: DeterminationRequest): Common {
  const { persons } = request.householdFacts;
  return {
    eventCodes: eventCodesOf(request),
    byId: new Map(persons.map((person) => [person.id, person])),
    newborns:
      request.lifeEvent === 'birth' ? persons.filter((person) => isBornNow(person, request)) : [],
    reads: new ReadLog(),
  };
}

function isBornNow(person: PersonFacts, { eventDate, householdFacts }: DeterminationRequest) {
  if (person.role !== 'child') return false;
  if (typeof person['birthDate'] === 'string') return person['birthDate'] === eventDate;
  if (typeof person['birthWeightGram'] === 'number') return true;
  const someoneBornToday = householdFacts.persons.some(
    (other) => other.role === 'child' && other['birthDate'] === eventDate,
  );
  return person['age'] === 0 && !someoneBornToday;
}

/** True for a fact that may stand on the household instead of the person. */
export function hasHouseholdForm(fact: string): boolean {
  return factDefinition(fact)?.where.length === 2;
}
