import type { DeterminationRequest, PersonFacts } from '../determination.js';
import { each, NONE, severalOf, yearsOn, type Check } from './contradiction.js';

// Nobody on record gave birth younger; a doubt about somebody older is the officer's, not the program's.
const YOUNGEST_MOTHER = 10;
/** 高確法50条: from 75, or from 65 with a certified disability. */
const LSM_FROM = 65;
const NHI_UNTIL = 75;

const withRole = ({ householdFacts }: DeterminationRequest, role: string): PersonFacts[] =>
  householdFacts.persons.filter((person) => person.role === role);

const those = (
  { householdFacts }: DeterminationRequest,
  holds: (person: PersonFacts) => boolean,
): PersonFacts[] => householdFacts.persons.filter(holds);

export const twoHeads: Check = (request) => severalOf(withRole(request, 'head'));
export const twoHeadsAfter: Check = (request) => severalOf(withRole(request, 'head-after'));
export const twoSpouses: Check = (request) => severalOf(withRole(request, 'spouse'));
export const twoMothers: Check = (request) =>
  severalOf(those(request, ({ isMother }) => isMother === true));
export const severalDeceased: Check = (request) =>
  request.lifeEvent === 'death'
    ? severalOf(those(request, ({ deceased }) => deceased === true))
    : NONE;

export const motherImpossible: Check = (request) =>
  each(
    those(request, (person) => {
      const years = yearsOn(person, request.eventDate);
      return person['isMother'] === true && years !== undefined && years < YOUNGEST_MOTHER;
    }),
  );

export const motherMale: Check = (request) =>
  each(
    those(
      request,
      ({ sex, isMother, pregnant }) => sex === 'male' && (isMother === true || pregnant === true),
    ),
  );

export const ageAgainstBirthDate: Check = (request) =>
  each(
    those(request, ({ birthDate, age, ...person }) => {
      if (typeof birthDate !== 'string' || typeof age !== 'number') return false;
      const years = yearsOn({ ...person, birthDate }, request.eventDate);
      // On the day before the birthday the age is reached by law; people still say the old one.
      return years !== undefined && age !== years && age !== years - 1;
    }),
  );

/** A nursery may be applied for, and a notification handed in, before the child is there. */
export const bornAfterEvent: Check = (request) =>
  each(
    those(
      request,
      ({ birthDate }) =>
        typeof birthDate === 'string' &&
        birthDate > request.eventDate &&
        request.lifeEvent !== 'nursery',
    ),
  );

export const childOlderThanHead: Check = (request) => {
  const [head] = withRole(request, 'head');
  const years = head && yearsOn(head, request.eventDate);
  if (head === undefined || years === undefined) return NONE;
  return withRole(request, 'child')
    .filter((child) => (yearsOn(child, request.eventDate) ?? -1) > years)
    .map(({ id }) => [id, head.id]);
};

export const dependsOnSelf: Check = (request) =>
  each(those(request, ({ id, dependentOf, livesWith }) => dependentOf === id || livesWith === id));

export const insuranceAgainstAge: Check = (request) =>
  each(
    those(request, (person) => {
      const years = yearsOn(person, request.eventDate);
      if (years === undefined) return false;
      if (person['insurance'] === 'lsm') return years < LSM_FROM;
      // Who turns 75 leaves on that day: what held on the day before is right there.
      return person['insurance'] === 'nhi' && years > NHI_UNTIL;
    }),
  );

/** A birth without a child that could have been born then; who has neither date nor age is asked. */
export const newbornMissing: Check = (request) => {
  if (request.lifeEvent !== 'birth') return NONE;
  const possible = withRole(request, 'child').some(
    ({ birthDate, age, birthWeightGram }) =>
      birthDate === request.eventDate ||
      (typeof birthDate !== 'string' &&
        (age === undefined || age === 0 || birthWeightGram !== undefined)),
  );
  return possible ? NONE : [[]];
};

export const deceasedMissing: Check = (request) => {
  if (request.lifeEvent !== 'death') return NONE;
  return those(request, ({ deceased }) => deceased !== false).length === 0 ? [[]] : NONE;
};

const MOVES = ['move-in', 'move-in-from-abroad', 'move-out', 'move-between-wards', 'move-within'];

/** A move by which everybody stays. */
export const nobodyMoves: Check = ({ lifeEvent, householdFacts: { persons } }) => {
  const stays = (person: PersonFacts) =>
    person['moves'] === false ||
    (person['moves'] === undefined &&
      (person.role === 'former-spouse' || person['remainsAtOldAddress'] === true));
  return MOVES.includes(lifeEvent) && persons.every(stays) ? [persons.map(({ id }) => id)] : NONE;
};
