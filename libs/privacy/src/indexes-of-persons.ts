import { PROTECTED_WARD, type Applicant, type Identity, type PersonName } from '@app/contracts';
import type { Padding } from './padding.js';
import type { PersonIndex } from './person-index.js';

/** What of a household's facts an index needs. */
interface PersonFacts {
  readonly id: string;
  readonly birthDate?: unknown;
}

const sorted = (indexes: readonly number[]): number[] =>
  [...new Set(indexes)].sort((a, b) => a - b);

/**
 * By what a filing can be recognised, sorted, each once: everybody whom it names - by name and date of birth, by the name
 * alone where none is given - and every address in it, whoever lives there.
 */
export function indexesOfPersons(
  index: PersonIndex,
  identities: readonly Identity[],
  persons: readonly PersonFacts[],
  applicant: Applicant = {},
): number[] {
  const birthDates = new Map(persons.map(({ id, birthDate }) => [id, birthDate]));
  const addresses = [
    ...identities.flatMap(({ address, previousAddress }) => [address, previousAddress]),
    applicant.address,
  ];
  return sorted([
    ...identities.flatMap(({ person, ...names }) => {
      const birthDate = birthDates.get(person);
      return typeof birthDate === 'string'
        ? index.of({ ...names, birthDate })
        : index.ofName(names);
    }),
    ...(applicant.name ? index.ofName(applicant.name) : []),
    ...addresses.flatMap((address) => (address ? index.ofAddress(address.fullAddress) : [])),
  ]);
}

/** Somebody of whom name and date of birth are known. */
export interface KnownPerson extends PersonName {
  readonly birthDate: string;
}

/** By what a filing is recognised that names any of these persons or addresses, whether or not it gives dates of birth. */
export const indexesThatName = (
  index: PersonIndex,
  persons: readonly KnownPerson[],
  addresses: readonly string[] = [],
): number[] =>
  sorted([
    ...persons.flatMap((person) => [...index.of(person), ...index.ofName(person)]),
    ...addresses.flatMap((address) => index.ofAddress(address)),
  ]);

/** How the parts of a case in this ward are padded. */
export const paddingIn = (ward: string): Padding => (ward === PROTECTED_WARD ? 'coarse' : 'fine');
