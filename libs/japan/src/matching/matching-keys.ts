import { matchingKana } from './matching-kana.js';
import { matchingName } from './matching-name.js';

/** What a person may be called, as it was filed. */
export interface NamesOfPerson {
  readonly familyName: string;
  readonly givenName?: string;
  readonly familyNameKana?: string;
  readonly givenNameKana?: string;
  readonly formerFamilyName?: string;
  readonly alternativeName?: string;
}

const whole = (...parts: readonly (string | undefined)[]): string =>
  parts.filter((part) => part !== undefined).join(' ');

/**
 * Every way in which the person's name is compared, each with the kind that it is (`kana:`, `name:`): by the kana, by the
 * name, by the former family name (旧氏), by the alternative name (通称). Two persons may be one when they share any of them.
 * Where family name ends and given name begins makes no difference.
 */
export function matchingKeys(person: NamesOfPerson): string[] {
  const { familyName, givenName, familyNameKana, givenNameKana } = person;
  const { formerFamilyName, alternativeName } = person;
  const kana = matchingKana(whole(familyNameKana, givenNameKana));
  const names = [
    whole(familyName, givenName),
    ...(formerFamilyName ? [whole(formerFamilyName, givenName)] : []),
    ...(alternativeName ? [alternativeName] : []),
  ].map(matchingName);
  const keys = [`kana:${kana}`, ...names.map((name) => `name:${name}`)];
  return [...new Set(keys.filter((key) => !key.endsWith(':')))];
}
