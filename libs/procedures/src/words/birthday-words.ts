import { addDays, reach } from '@app/japan';
import type { PersonFacts } from '../determination.js';
import { factOf } from '../engine/absent-facts.js';
import { areCouple, isDependantOf } from '../engine/dependants.js';
import type { Candidates } from '../engine/candidates.js';
import type { Household } from '../engine/household.js';
import { and, FALSE, map, or, TRUE, unknown, type Tri } from '../engine/maybe.js';

type PersonWord = (household: Household, person: PersonFacts) => Tri;

/** Words about who turns 65 or 75 by the event (reference 4.9). */
export const BIRTHDAY_WORDS: Readonly<Record<string, PersonWord>> = {
  turns: (household, person) => turns(household, person),
  spouseOfEmployeeWhoTurns: (household, person) => spouseOfEmployeeWhoTurns(household, person),
  dependantOfWhoTurns: (household, person) =>
    isDependantOf(household, person, (insured) => turns(household, insured)),
};

/**
 * Who turns 65 or 75: whose birth date fits the event date, else whose age does; where nobody can be told, those of whom
 * neither is known. Several by age are asked for their birth dates; several by birth date all turn (facts.md).
 */
export function whoTurns(household: Household): Candidates {
  return household.remember('who turns', () => candidates(household));
}

function candidates(household: Household): Candidates {
  const undated = household.persons.filter((one) => household.birthDateOf(one) === undefined);
  const fitting = household.persons.filter((one) => fitsByBirthDate(household, one));
  if (fitting.length > 0) return { persons: fitting, asks: [] };
  const ages = agesAt(household);
  const byAge = ages
    .map((age) => undated.filter((one) => household.own(one, 'age') === age))
    .find((found) => found.length > 0);
  if (byAge?.length === 1) return { persons: byAge, asks: [] };
  const open = byAge ?? undated.filter((one) => household.own(one, 'age') === undefined);
  return { persons: open, asks: open.map(({ id }) => ({ fact: 'birthDate', person: id })) };
}

function turns(household: Household, person: PersonFacts): Tri {
  const { persons, asks } = whoTurns(household);
  if (!persons.some(({ id }) => id === person.id)) return FALSE;
  return asks.length === 0 ? TRUE : unknown(...asks);
}

/** Somebody turns 65 or 75, also where it is open who. */
export function somebodyTurns(household: Household): Tri {
  const { persons, asks } = whoTurns(household);
  if (persons.length === 0) return FALSE;
  const told = persons.some((one) => household.own(one, 'age') !== undefined);
  return asks.length === 0 || told ? TRUE : unknown(...asks);
}

/** 65 on the day on which it is reached, the day before the birthday; 75 on the birthday (介護法10条, 高確法52条). */
function fitsByBirthDate(household: Household, person: PersonFacts): boolean {
  const birthDate = household.birthDateOf(person);
  if (birthDate === undefined) return false;
  const day =
    household.lifeEvent === 'turning-65' ? reach(birthDate, 65) : addDays(reach(birthDate, 75), 1);
  return day === household.eventDate;
}

/** By law 65 is reached on the eve of the birthday; people still say 64 then. */
function agesAt({ lifeEvent }: Household): readonly number[] {
  return lifeEvent === 'turning-65' ? [65, 64] : [75];
}

function spouseOfEmployeeWhoTurns(household: Household, person: PersonFacts): Tri {
  const each = household.persons
    .filter((one) => areCouple(household, one, person))
    .map((one) =>
      and(
        turns(household, one),
        map(factOf(household, one, 'pension'), (pension) => pension === 'category2'),
      ),
    );
  return or(...each);
}
