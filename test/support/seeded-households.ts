import type { SeededRandom } from './seeded-random.js';

interface Person {
  readonly id: string;
  readonly role: string;
  readonly [fact: string]: unknown;
}

/** What happened to whom, in the words of the fact vocabulary. */
export interface Household {
  readonly lifeEvent: 'birth' | 'move-in';
  readonly eventDate: string;
  readonly intakeDate: string;
  readonly householdFacts: {
    readonly persons: readonly Person[];
    readonly [fact: string]: unknown;
  };
  readonly chosenProcedures: readonly string[];
}

const NHI = { insurance: 'nhi', pension: 'category1' };
const EMPLOYEE = { insurance: 'employee', pension: 'category2' };
const DEPENDANT = { insurance: 'employee-dependent', pension: 'category3' };

/** A couple and their newborn: the resident section and childcare, and insurance where they have the city's. */
export function birth(random: SeededRandom): Household {
  const nhi = random.chance(0.4);
  const { eventDate, intakeDate } = days(random);
  const head = adult('p1', 'head', random, nhi ? NHI : EMPLOYEE);
  const spouse = adult('p2', 'spouse', random, nhi ? NHI : DEPENDANT);
  const newborn = {
    ...{ id: 'p3', role: 'child', birthDate: eventDate },
    ...{ birthWeightGram: random.integer(2600, 3900), insurance: 'none' },
  };
  return {
    ...{ lifeEvent: 'birth', eventDate, intakeDate },
    householdFacts: {
      persons: [
        { ...head, publicServant: false, higherEarner: true },
        { ...spouse, isMother: true },
        newborn,
      ],
      existingChildAllowanceRecipient: null,
      otherChildren: 0,
      ...{ directPaymentSystemUsed: random.chance(0.7), lumpSumBalanceLeft: false },
      ...{ livingTogether: true, publicAssistance: false, birthPlace: 'domestic' },
    },
    chosenProcedures: random.chance(0.5) ? ['my-number-card-application'] : [],
  };
}

/** One person or a family: the resident section always, insurance with the city's, childcare with children. */
export function moveIn(random: SeededRandom): Household {
  const kind = random.chance(0.5) ? NHI : EMPLOYEE;
  const { eventDate, intakeDate } = days(random);
  const head = {
    ...adult('p1', 'head', random, kind),
    ...{ publicServant: false, higherEarner: true, myNumberCard: true },
  };
  const family = random.chance(0.4) ? familyOf(random, kind === NHI) : [];
  return {
    ...{ lifeEvent: 'move-in', eventDate, intakeDate },
    householdFacts: {
      from: { municipality: '東京都世田谷区', code5: '13112' },
      ...{ transferOutPlannedDate: eventDate, transferOutChannel: 'mynaportal' },
      ...{ specialTransfer: true, pensionMyNumberLinked: true },
      persons: [head, ...family],
    },
    chosenProcedures: random.chance(0.3) ? ['seal-registration'] : [],
  };
}

function familyOf(random: SeededRandom, nhi: boolean): Person[] {
  const spouse = { ...adult('p2', 'spouse', random, nhi ? NHI : DEPENDANT), myNumberCard: true };
  const children = Array.from({ length: random.integer(1, 3) }, (_, index) => ({
    ...{ id: `p${index + 3}`, role: 'child', birthDate: `${random.integer(2011, 2023)}-09-15` },
    ...{ insurance: nhi ? 'nhi' : 'employee-dependent', myNumberCard: true },
    ...{ school: 'none', nursery: 'none' },
  }));
  return [spouse, ...children];
}

function adult(id: string, role: string, random: SeededRandom, cover: object): Person {
  const birthDate = `${random.integer(1982, 2000)}-${twoDigits(random.integer(1, 12))}-15`;
  return { id, role, birthDate, ...cover };
}

/** All in the past, and near enough for every notification to be in time. */
function days(random: SeededRandom): { eventDate: string; intakeDate: string } {
  const month = `2026-${twoDigits(random.integer(1, 10))}`;
  const day = random.integer(1, 20);
  return {
    eventDate: `${month}-${twoDigits(day)}`,
    intakeDate: `${month}-${twoDigits(day + random.integer(1, 7))}`,
  };
}

const twoDigits = (value: number): string => String(value).padStart(2, '0');
