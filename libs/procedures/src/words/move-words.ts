import { addDays, type PlainDate } from '@app/japan';
import { city } from '../city.js';
import { factOf, type FeelValue } from '../engine/absent-facts.js';
import { hasReached } from '../engine/ages.js';
import type { Household } from '../engine/household.js';
import { and, FALSE, known, map, or, unknown, type Maybe, type Tri } from '../engine/maybe.js';
import { isMover } from './person-words.js';
import { headLeaves, newHeadIsSelfEvident, twoOrMoreOf15Remain } from './remaining.js';

// マイナポータル takes a move-out from 30 days before to 10 days after the day (reference 2.2).
const ONLINE_DAYS_BEFORE = 30;
const ONLINE_DAYS_AFTER = 10;
// From then on a move-out is entered by office, without the special procedure (標準仕様4.1.3.0.1, reference 2.2).
const DAYS_AFTER_MOVE_OUT = 14;
// 公的個人認証法: no signature certificate is issued below 15; a parent files then.
const AGE_OF_SIGNATURE = 15;

type Word = (household: Household) => Maybe<FeelValue>;

/** Words about a move out, and about the household that stays behind. */
export const MOVE_WORDS: Readonly<Record<string, Word>> = {
  movesAbroad: (household) => movesAbroad(household),
  destinationInPrefecture: (household) => destinationInPrefecture(household),
  fourteenthDayAfterMoveOut: (household) =>
    known(addDays(household.eventDate, DAYS_AFTER_MOVE_OUT)),
  inOnlineWindow: (household) => inOnlineWindow(household),
  someMoverCanSign: (household) => someMoverCanSign(household),
  withoutPaperCertificate: (household) => withoutPaperCertificate(household),
  headLeaves,
  twoOrMoreOf15Remain,
  newHeadIsSelfEvident,
};

/** An absent `to` is inside Japan (facts.md). */
export function movesAbroad(household: Household): Tri {
  return known(typeof placeOf(household)?.['country'] === 'string');
}

function destinationInPrefecture(household: Household): Tri {
  const to = placeOf(household);
  if (to?.['country'] !== undefined) return FALSE;
  const code5 = to?.['code5'];
  return code5 === undefined
    ? unknown({ fact: 'to' })
    : known(code5.startsWith(city.prefectureCode));
}

function placeOf(household: Household): Readonly<Record<string, string>> | undefined {
  const to = household.shared('to');
  return typeof to === 'object' && to !== null && !Array.isArray(to)
    ? (to as Readonly<Record<string, string>>)
    : undefined;
}

/** Handed in inside `onlineWindow`; where that is not stated, inside the days around the move. */
function inOnlineWindow(household: Household): Tri {
  const stated = household.shared('onlineWindow') as Partial<Record<string, PlainDate>> | undefined;
  const from = stated?.['from'] ?? addDays(household.eventDate, -ONLINE_DAYS_BEFORE);
  const to = stated?.['to'] ?? addDays(household.eventDate, ONLINE_DAYS_AFTER);
  return known(from <= household.intakeDate && household.intakeDate <= to);
}

/** One card holder with a valid signature certificate can file for the household. */
function someMoverCanSign(household: Household): Tri {
  const holds = (fact: string) => (person: Parameters<typeof factOf>[1]) =>
    map(factOf(household, person, fact), (value) => value === true);
  return or(
    ...household.persons.map((person) =>
      and(
        isMover(household, person),
        holds('myNumberCard')(person),
        holds('signatureCertificateValid')(person),
        hasReached(household, person, AGE_OF_SIGNATURE, household.eventDate),
      ),
    ),
  );
}

/** The special procedure (住基法24条の2): a card holder among the movers, or filed online, which needs a card. */
function withoutPaperCertificate(household: Household): Tri {
  const stated = household.shared('specialTransfer');
  if (typeof stated === 'boolean') return known(stated);
  const channel = household.shared('transferOutChannel') ?? household.shared('channel');
  if (channel === 'mynaportal') return known(true);
  return or(
    ...household.persons.map((person) =>
      and(
        isMover(household, person),
        map(factOf(household, person, 'myNumberCard'), (card) => card === true),
      ),
    ),
  );
}
