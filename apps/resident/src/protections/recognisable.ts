import { Problem, type FieldError } from '@app/observability';
import { indexesThatName, type PersonIndex } from '@app/privacy';
import type { ProtectionContent } from '../domain/protection.js';

const FAULTS = {
  persons: '文字を含む氏名を入力してください。 / Write a name that has letters.',
  addresses: '番地まで入力してください。 / Write the address with its number.',
} as const;

const fault = (field: keyof typeof FAULTS, at: number): FieldError => ({
  field: `${field}[${at}]`,
  code: 'not-recognisable',
  message: FAULTS[field],
});

/**
 * Blind indexes by which filings about these persons and addresses are recognised.
 * @throws Problem `invalid-request` when one of them has none: it would be entered and protect nobody
 */
export function recognisable(
  index: PersonIndex,
  { persons, addresses }: Pick<ProtectionContent, 'persons' | 'addresses'>,
): number[] {
  const errors = [
    ...persons.flatMap((person, at) => (index.of(person).length > 0 ? [] : [fault('persons', at)])),
    ...addresses.flatMap((address, at) =>
      index.ofAddress(address).length > 0 ? [] : [fault('addresses', at)],
    ),
  ];
  if (errors.length > 0) throw new Problem('invalid-request', { errors });
  return indexesThatName(index, persons, addresses);
}
