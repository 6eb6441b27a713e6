import { addDays, firstOfNextMonth, fyEnd, reach, type PlainDate } from '@app/japan';
import type { PersonFacts } from '../determination.js';
import type { Household } from './household.js';
import { known, unknown, type Tri } from './maybe.js';

type ByBirthDate = (birthDate: PlainDate) => boolean;
/** undefined = the age alone does not say it. */
type ByAge = (age: number) => boolean | undefined;

function judge(
  household: Household,
  person: PersonFacts,
  byBirthDate: ByBirthDate,
  byAge: ByAge,
): Tri {
  const birthDate = household.birthDateOf(person);
  if (birthDate !== undefined) return known(byBirthDate(birthDate));
  const age = household.own(person, 'age');
  const answer = typeof age === 'number' ? byAge(age) : undefined;
  return answer === undefined ? unknown({ fact: 'birthDate', person: person.id }) : known(answer);
}

/** Age `n` is reached on that day (the day before the birthday counts). With only `age` the number as it stands. */
export function hasReached(
  household: Household,
  person: PersonFacts,
  n: number,
  on: PlainDate,
): Tri {
  return judge(
    household,
    person,
    (birthDate) => on >= reach(birthDate, n),
    (age) => age >= n,
  );
}

/** The n-th birthday is reached on that day, as late-stage medical care counts it (高確法50条, 52条). */
export function hasBirthday(
  household: Household,
  person: PersonFacts,
  n: number,
  on: PlainDate,
): Tri {
  return judge(
    household,
    person,
    (birthDate) => on >= addDays(reach(birthDate, n), 1),
    (age) => age >= n,
  );
}

/** Not past the end of the school year of age `n` on that day. */
export function notPastSchoolYear(
  household: Household,
  person: PersonFacts,
  n: number,
  on: PlainDate,
): Tri {
  return judge(
    household,
    person,
    (birthDate) => on <= fyEnd(birthDate, n),
    (age) => (age === n ? undefined : age < n),
  );
}

/** Of compulsory school age: `fyEnd(6) + 1` to `fyEnd(15)` (学校教育法17条). */
export function isOfSchoolAge(household: Household, person: PersonFacts, on: PlainDate): Tri {
  return judge(
    household,
    person,
    (birthDate) => on > fyEnd(birthDate, 6) && on <= fyEnd(birthDate, 15),
    (age) => (age === 6 || age === 15 ? undefined : age > 6 && age < 15),
  );
}

/**
 * `fyEnd(18)` lies on or after the first payable month of the child allowance, the month after `countedFrom`
 * (児童手当法8条2項).
 */
export function isPayable(household: Household, person: PersonFacts, countedFrom: PlainDate): Tri {
  const firstPayable = firstOfNextMonth(countedFrom);
  const inMarch = countedFrom.slice(5, 7) === '03';
  return judge(
    household,
    person,
    (birthDate) => fyEnd(birthDate, 18) >= firstPayable,
    (age) => (age === 18 || (age === 17 && inMarch) ? undefined : age < 18),
  );
}
