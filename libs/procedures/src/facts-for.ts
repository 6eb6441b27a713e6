import { procedure } from './catalogue.js';
import type { HouseholdFacts, PersonFacts } from './determination.js';

/**
 * The household cut down to what one procedure uses (the catalogue's `facts`): the persons named with id, role and the
 * listed facts, and the listed facts of the household. A procedure without a list gets ids and roles only. Throws
 * `UnknownProcedureError`.
 */
export function factsFor(
  procedureId: string,
  household: HouseholdFacts,
  persons: readonly string[],
): HouseholdFacts {
  const { person = [], household: shared = [] } = procedure(procedureId).facts ?? {};
  const named = new Set(persons);
  return {
    ...only(household, [...shared, ...person]),
    persons: household.persons
      .filter(({ id }) => named.has(id))
      .map((one): PersonFacts => ({ id: one.id, role: one.role, ...only(one, person) })),
  };
}

function only<T extends HouseholdFacts | PersonFacts>(
  source: T,
  names: readonly string[],
): Partial<T> {
  const found = names
    .filter((name) => Object.hasOwn(source, name))
    .map((name) => [name, source[name]]);
  return Object.fromEntries(found) as Partial<T>;
}
