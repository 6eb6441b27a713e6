import type { Applicant, Consent, Contact, Identity } from '@app/contracts';
import { birth, moveIn, type Household } from './seeded-households.js';
import { SeededRandom } from './seeded-random.js';

/** What a citizen sends to `POST /v1/applications`. */
export interface FilingBody {
  readonly applicant: Applicant;
  readonly contact: Contact;
  readonly consent: Consent;
  readonly identities: readonly Identity[];
  readonly lifeEvent: 'birth' | 'move-in';
  readonly eventDate: string;
  readonly intakeDate: string;
  readonly ward: { readonly code5: string };
  readonly householdFacts: Readonly<Record<string, unknown>>;
  readonly chosenProcedures: readonly string[];
}

export interface SeededFiling {
  /** Never the same for another seed or index. */
  readonly idempotencyKey: string;
  /** The development account that files. */
  readonly account: string;
  readonly body: FilingBody;
}

const WARDS = ['14131', '14132', '14133', '14134', '14135', '14136', '14137'];
const FAMILY_NAMES = [
  ['窓口', 'マドグチ'],
  ['𠮷田', 'ヨシダ'],
  ['渡邉󠄁', 'ワタナベ'],
  ['架空', 'カクウ'],
  ['葛󠄀城', 'カツラギ'],
] as const;
const GIVEN_NAMES = [
  ['一郎', 'イチロウ'],
  ['花子', 'ハナコ'],
  ['さくら', 'サクラ'],
  ['健', 'ケン'],
  ['美咲', 'ミサキ'],
  ['蓮', 'レン'],
  ['葵', 'アオイ'],
] as const;

/**
 * Filings of fictional families, every one of which is accepted: births and moves in of different households, so that
 * the sections that must act differ (one to three, about two on average). The n-th depends on seed and n alone.
 */
export function seededFilings(seed: number, count: number, from = 0): SeededFiling[] {
  return Array.from({ length: count }, (_, index) => seededFiling(seed, from + index));
}

export function seededFiling(seed: number, index: number): SeededFiling {
  const random = new SeededRandom(Math.imul(seed, 0x9e3779b1) ^ Math.imul(index, 0x85ebca6b));
  const household = random.chance(0.35) ? birth(random) : moveIn(random);
  return {
    idempotencyKey: `seed-${seed}-filing-${index}`,
    account: `citizen-${(index % 5) + 1}`,
    body: bodyOf(household, random, index),
  };
}

function bodyOf(household: Household, random: SeededRandom, index: number): FilingBody {
  const { lifeEvent, eventDate, intakeDate, householdFacts, chosenProcedures } = household;
  const persons = householdFacts.persons.map(({ id }) => id);
  return {
    applicant: { person: 'p1' },
    contact: { email: `family-${index}@example.jp`, preferredChannel: 'email' },
    consent: { shareWithSections: true, reuseNextTime: random.chance(0.5) },
    identities: identitiesOf(persons, lifeEvent === 'move-in', random),
    lifeEvent,
    eventDate,
    intakeDate,
    ward: { code5: random.pick(WARDS) },
    householdFacts,
    chosenProcedures,
  };
}

function identitiesOf(
  persons: readonly string[],
  moved: boolean,
  random: SeededRandom,
): Identity[] {
  const [familyName, familyNameKana] = random.pick(FAMILY_NAMES);
  const home = `川崎市架空町${random.integer(1, 9)}丁目${random.integer(1, 30)}番${random.integer(1, 20)}号`;
  const origin = `東京都世田谷区架空${random.integer(1, 8)}-${random.integer(1, 30)}`;
  return persons.map((person) => {
    const [givenName, givenNameKana] = random.pick(GIVEN_NAMES);
    return {
      ...{ person, familyName, givenName, familyNameKana, givenNameKana },
      address: { fullAddress: home },
      ...(moved && { previousAddress: { fullAddress: origin } }),
    };
  });
}
