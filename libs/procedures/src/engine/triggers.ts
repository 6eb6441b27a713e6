import type { PlainDate } from '@app/japan';
import type { PersonFacts } from '../determination.js';
import { RuleDataError } from '../errors.js';
import { factOf } from './absent-facts.js';
import { dateOf, lastDayAtWork, moveDay, transferOutPlannedDay } from './days.js';
import type { Household } from './household.js';
import { asksOf, known, unknown, type Maybe } from './maybe.js';

/** The day from which a period counts; for one person where it differs by person. */
export type Trigger = (household: Household, person?: PersonFacts) => Maybe<PlainDate>;

/** What the rule sets may name under `countedFrom` (reference 0.3, "What each period counts from"). */
const TRIGGERS: Readonly<Record<string, Trigger>> = {
  eventDate: ({ eventDate }) => known(eventDate),
  intakeDate: ({ intakeDate }) => known(intakeDate),
  moveDay: (household) => known(moveDay(household)),
  transferOutPlannedDate: (household) => known(transferOutPlannedDay(household)),
  knownDate: (household) => known(household.sharedDate('knownDate') ?? household.eventDate),
  // Never the death: the benefit is for the funeral (国保法58条, 高確法86条).
  funeralDate: (household) => {
    const day = household.sharedDate('funeralDate');
    return day === undefined ? unknown({ fact: 'funeralDate' }) : known(day);
  },
  // 戸籍法43条2項: from the service of the judgment where that is later.
  courtDecision: (household) => {
    const delivered = household.sharedDate('courtDocumentDeliveredOn') ?? household.eventDate;
    return known(delivered > household.eventDate ? delivered : household.eventDate);
  },
  losesDependentStatusOn: (household, person) => {
    const day = person && dateOf(household, person, 'losesDependentStatusOn');
    return known(day ?? household.eventDate);
  },
  lastDayAtWork: (household, person) =>
    known(person === undefined ? household.eventDate : lastDayAtWork(household, person)),
  gainOfCover: (household, person) => gainOfCover(household, person),
  dependantFrom: (household, person) => {
    if (person === undefined) return unknown({ fact: 'dependantFrom' });
    const day = factOf(household, person, 'dependantFrom');
    if (!day.known) return day;
    return typeof day.value === 'string'
      ? known(day.value)
      : unknown({ fact: 'dependantFrom', person: person.id });
  },
};

/** The first day of the new employees' insurance, of one's own or as a dependant; of two the earlier one. */
function gainOfCover(household: Household, person?: PersonFacts): Maybe<PlainDate> {
  if (person === undefined) return known(household.eventDate);
  const days = ['employeeInsuranceFrom', 'dependantFrom'].map((fact) =>
    factOf(household, person, fact),
  );
  const [first] = days
    .flatMap((day) => (day.known && typeof day.value === 'string' ? [day.value] : []))
    .sort();
  return first === undefined ? unknown(...asksOf(...days)) : known(first);
}

/** The trigger of that name; throws a `RuleDataError` when there is none. */
export function triggerCalled(name: string): Trigger {
  const found = TRIGGERS[name];
  if (found === undefined) throw new RuleDataError('countedFrom', `no day is called ${name}`);
  return found;
}
