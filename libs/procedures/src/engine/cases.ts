import type { ByCase } from '../procedure.js';
import type { PersonFacts } from '../determination.js';
import { householdFact } from './absent-facts.js';
import type { Household } from './household.js';
import { known, map, type FactRef, type Tri } from './maybe.js';

const EMPLOYEES_PENSIONS = ['old-age-employees', 'survivor-employees'];

/** The cases under which the catalogue may give a value of its own (note of procedures.json). */
const CASES: Readonly<Record<string, (household: Household) => Tri>> = {
  abroad: (household) => is(household, household.has('BI') ? 'birthPlace' : 'deathPlace', 'abroad'),
  agreement: (household) => is(household, 'divorceType', 'agreement'),
  court: (household) => is(household, 'divorceType', 'court'),
  'employees-pension': (household) =>
    known(household.persons.some((person) => receivesEmployeesPension(household, person))),
};

/** Which of the cases of a value hold, and what has to be asked to know it. */
export function casesOf(
  value: ByCase<string>,
  household: Household,
): { readonly holding: readonly string[]; readonly asks: readonly FactRef[] } {
  const answers = (typeof value === 'string' ? [] : Object.keys(value)).flatMap((name) => {
    const answer = CASES[name]?.(household);
    return answer === undefined ? [] : [{ name, answer }];
  });
  return {
    holding: answers.flatMap(({ name, answer }) => (answer.known && answer.value ? [name] : [])),
    asks: answers.flatMap(({ answer }) => (answer.known ? [] : answer.asks)),
  };
}

function is(household: Household, fact: string, wanted: string): Tri {
  return map(householdFact(household, fact), (value) => value === wanted);
}

function receivesEmployeesPension(household: Household, person: PersonFacts): boolean {
  const received = household.own(person, 'pensionsReceived');
  return (
    household.own(person, 'deceased') === true &&
    Array.isArray(received) &&
    EMPLOYEES_PENSIONS.some((one) => (received as readonly string[]).includes(one))
  );
}
