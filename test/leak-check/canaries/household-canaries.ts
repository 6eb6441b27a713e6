import type { Contact, Identity } from '@app/contracts';
import type { Canary } from './canary.js';

/**
 * Of every script that a name can have in Japan: ideographs with a variation selector, of the supplementary plane, of
 * the compatibility block, old forms, a character of private use (外字), kana of both widths, hiragana, Latin letters
 * with marks. All are fictional, and no word of the product.
 */
const NAMES = {
  familyName: '葛󠄀糸雀鶸',
  givenName: '鷽﨑鳰丸',
  familyNameKana: 'カツラヒワガネ',
  givenNameKana: 'ウソザキニオマル',
  formerFamilyName: '𠮷髙鸙谷',
  alternativeName: 'Kañária Žluťásková',
  spouseGivenName: '雀\uE123外字姫',
  spouseFamilyNameKana: 'ｶﾂﾗﾋﾜｶﾞﾈ',
  spouseGivenNameKana: 'ｽｽﾞﾒｶﾞｲｼﾞﾋﾒ',
  spouseAlternativeName: 'かなりあのひばりごぜん',
  childGivenName: '鶲菊戴',
  childGivenNameKana: 'ヒタキキクイタダキ',
} as const;

const PLACES = {
  fullAddress: '川崎市高津区鵯架空台４丁目５−６ ｶﾅﾘﾔﾊｲﾂ７０２',
  street: '鵯架空台４丁目',
  building: 'ｶﾅﾘﾔﾊｲﾂ７０２',
  previousAddress: '東京都世田谷区鶫架空3-2-1 カナリヤ荘',
  previousStreet: '鶫架空3-2-1',
} as const;

const CONTACT = {
  email: 'kanaria.zluta@hibari.example.jp',
  phone: '000-48219-93675',
} as const;

const named = (texts: Readonly<Record<string, string>>): Canary[] =>
  Object.entries(texts).map(([name, text]) => ({ name, text }));

/** What a filing names, and a section with a task shows to its officers. */
export const SHOWN_TO_SECTIONS: readonly Canary[] = named({ ...NAMES, ...PLACES });

/** What a filing carries and nobody is shown today: notices do not exist yet. */
export const SHOWN_TO_NOBODY: readonly Canary[] = named(CONTACT);

const ADDRESSES = {
  address: { fullAddress: PLACES.fullAddress, buildingNameEtc: PLACES.building },
  previousAddress: { fullAddress: PLACES.previousAddress },
};

/** Head, spouse, child and, where there is one, another child: as many as the household has persons. */
export function identitiesOf(persons: readonly string[]): Identity[] {
  const { familyName, familyNameKana, childGivenName, childGivenNameKana } = NAMES;
  const child = { familyName, familyNameKana };
  const known = [
    {
      ...child,
      ...{ givenName: NAMES.givenName, givenNameKana: NAMES.givenNameKana },
      ...{ formerFamilyName: NAMES.formerFamilyName, alternativeName: NAMES.alternativeName },
    },
    {
      ...{ familyName, familyNameKana: NAMES.spouseFamilyNameKana },
      ...{ givenName: NAMES.spouseGivenName, givenNameKana: NAMES.spouseGivenNameKana },
      alternativeName: NAMES.spouseAlternativeName,
    },
  ];
  return persons.map((person, index) => ({
    person,
    ...(known[index] ?? { ...child, givenName: childGivenName, givenNameKana: childGivenNameKana }),
    ...ADDRESSES,
  }));
}

export const contact: Contact = { ...CONTACT, preferredChannel: 'email' };
