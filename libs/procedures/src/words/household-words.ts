import { addDays } from '@app/japan';
import { factOf, type FeelValue } from '../engine/absent-facts.js';
import { isPayable, notPastSchoolYear } from '../engine/ages.js';
import { moveDay, transferOutPlannedDay } from '../engine/days.js';
import {
  children,
  isParentOfNewborn,
  otherChildren,
  recipientExists,
  singleParent,
} from '../engine/families.js';
import type { Household } from '../engine/household.js';
import {
  and,
  FALSE,
  isFalse,
  isTrue,
  known,
  map,
  or,
  TRUE,
  unknown,
  type Maybe,
  type Tri,
} from '../engine/maybe.js';
import { livesWithMember } from '../engine/spouses.js';
import { city } from '../city.js';
import { somebodyTurns } from './birthday-words.js';
import { parentsWorkChanges } from './employment-words.js';
import { claimantDied } from './allowance-words.js';
import { COUPLE_WORDS } from './couple-words.js';
import { DEATH_WORDS } from './death-words.js';
import { MOVE_WORDS } from './move-words.js';
import { isMover } from './person-words.js';
import { maintainsThreeWithOlder } from './siblings.js';

type HouseholdWord = (household: Household) => Maybe<FeelValue>;

// A card is void 30 days after the planned move-out and 14 days after the move without a notification (番号法施行令14条).
const DAYS_AFTER_PLANNED_MOVE_OUT = 30;
const DAYS_AFTER_MOVE = 14;

/** Words about the whole household that cells may use beside the names of facts. */
export const HOUSEHOLD_WORDS: Readonly<Record<string, HouseholdWord>> = {
  ...MOVE_WORDS,
  ...DEATH_WORDS,
  ...COUPLE_WORDS,
  claimantDied,
  eventDate: (household) => known(household.eventDate),
  intakeDate: (household) => known(household.intakeDate),
  lastDayOfOldCard: (household) => known(lastDayOfOldCard(household)),
  originInPrefecture: (household) => originInPrefecture(household),
  recipientExists: (household) => recipientExists(household),
  singleParent: (household) => singleParent(household),
  claimsForChild: (household) => claimsForChild(household),
  childAmongMovers: (household) => childAmongMovers(household),
  maintainsThreeWithOlder: (household) => maintainsThreeWithOlder(household),
  parentsForeign: (household) => parentsForeign(household),
  somebodyTurns: (household) => somebodyTurns(household),
  parentsWorkChanges: (household) => parentsWorkChanges(household),
};

/** The day from which the child allowance's 15 days count (reference 0.3, A15). */
function allowanceCountedFrom(household: Household): string {
  if (household.eventCode === 'MI') return transferOutPlannedDay(household);
  return household.eventCode === 'MF' ? moveDay(household) : household.eventDate;
}

/** A child in Japan for whom the allowance is claimed: not past `fyEnd(18)`, also not in the first payable month. */
export function isClaimedFor(household: Household, child: Parameters<typeof isPayable>[1]): Tri {
  const staysAbroad = household.has('MF') && household.own(child, 'remainsAtOldAddress') === true;
  if (staysAbroad && !isTrue(isMover(household, child))) return FALSE;
  return and(
    household.has('DV') ? livesWithMember(household, child) : TRUE,
    notPastSchoolYear(household, child, 18, household.eventDate),
    isPayable(household, child, allowanceCountedFrom(household)),
  );
}

function claimsForChild(household: Household): Tri {
  const others = otherChildren(household);
  const notListed = others.known && others.value === 0 ? FALSE : unknown({ fact: 'otherChildren' });
  return or(...children(household).map((child) => isClaimedFor(household, child)), notListed);
}

function childAmongMovers(household: Household): Tri {
  const each = children(household).map((child) =>
    and(isMover(household, child), notPastSchoolYear(household, child, 18, household.eventDate)),
  );
  return or(...each);
}

function lastDayOfOldCard(household: Household): string {
  const byPlan = addDays(transferOutPlannedDay(household), DAYS_AFTER_PLANNED_MOVE_OUT);
  const byMove = addDays(moveDay(household), DAYS_AFTER_MOVE);
  return byPlan < byMove ? byPlan : byMove;
}

function originInPrefecture(household: Household): Tri {
  const from = household.shared('from');
  if (from === undefined || from === null || typeof from !== 'object')
    return unknown({ fact: 'from' });
  if ('country' in from) return FALSE;
  const code5 = (from as Readonly<Record<string, string>>)['code5'];
  return code5 === undefined
    ? unknown({ fact: 'from' })
    : known(code5.startsWith(city.prefectureCode));
}

function parentsForeign(household: Household): Tri {
  const parents = household.persons.filter(
    (person) => !isFalse(isParentOfNewborn(household, person)),
  );
  if (parents.length < 2) return FALSE;
  return and(
    ...parents.map((person) =>
      map(factOf(household, person, 'nationality'), (found) => found === 'foreign'),
    ),
  );
}
