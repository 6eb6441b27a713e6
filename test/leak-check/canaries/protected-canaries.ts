import type { Canary } from './canary.js';
import { filingWithCanaries } from './filings.js';

/** Somebody whom a protection (支援措置) is for: told to who is in charge of protected persons, and to nobody else. */
const PROTECTED = {
  familyName: '鵲󠄁架橋',
  givenName: '隼鸛子',
  familyNameKana: 'カササギバシ',
  givenNameKana: 'ハヤブサコウコ',
  fullAddress: '川崎市中原区鸛架空町７丁目８−９ ｺｳﾉﾄﾘｿｳ３０３',
  decision: '鸛支援第７３号',
} as const;

const NAME = {
  familyName: PROTECTED.familyName,
  givenName: PROTECTED.givenName,
  familyNameKana: PROTECTED.familyNameKana,
  givenNameKana: PROTECTED.givenNameKana,
} as const;

/** The birth's first person. */
export const PROTECTED_PERSON = { ...NAME, birthDate: '1989-04-12' } as const;

/** As it is entered into the register. */
export const PROTECTION = {
  persons: [PROTECTED_PERSON],
  addresses: [PROTECTED.fullAddress],
  kinds: ['inspection', 'certificate'],
  decision: { date: '2025-10-01', number: PROTECTED.decision },
  startsOn: '2025-10-01',
} as const;

/** A birth in the household of that person. */
export function protectedFiling(): Record<string, unknown> {
  const filing = filingWithCanaries('birth');
  const identities = filing['identities'] as readonly { readonly person: string }[];
  const address = { fullAddress: PROTECTED.fullAddress };
  return {
    ...filing,
    identities: identities.map(({ person }) => ({ person, ...NAME, address })),
  };
}

export const PROTECTED_CANARIES: readonly Canary[] = Object.entries(PROTECTED).map(
  ([name, text]) => ({ name: `protected ${name}`, text }),
);
