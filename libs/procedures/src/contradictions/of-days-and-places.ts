import { city, wardOf } from '../city.js';
import type { DeterminationRequest, FactValue } from '../determination.js';
import { RULES_FROM } from '../rule-set.js';
import { NONE, type Check } from './contradiction.js';

const ABOUT_NOBODY: readonly (readonly string[])[] = [[]];

const found = (wrong: boolean) => (wrong ? ABOUT_NOBODY : NONE);

const dayOf = ({ householdFacts }: DeterminationRequest, fact: string): string | undefined => {
  const value = householdFacts[fact];
  return typeof value === 'string' ? value : undefined;
};

/** A death is known, and a funeral held, from the day of the death on. */
export const dayBeforeEvent: Check = (request) =>
  found(
    request.lifeEvent === 'death' &&
      ['knownDate', 'funeralDate'].some(
        (fact) => (dayOf(request, fact) ?? request.eventDate) < request.eventDate,
      ),
  );

export const landingAfterAddress: Check = (request) => {
  const address = dayOf(request, 'addressSetDate') ?? request.eventDate;
  return found(
    request.lifeEvent === 'move-in-from-abroad' &&
      (dayOf(request, 'landingDate') ?? address) > address,
  );
};

const codeOf = (
  { householdFacts }: DeterminationRequest,
  fact: 'from' | 'to',
): string | undefined => {
  const place = householdFacts[fact] as FactValue | undefined;
  if (typeof place !== 'object' || place === null || !('code5' in place)) return undefined;
  return place.code5;
};

/** The city's own code and those of its wards. */
const isInCity = (code5: string): boolean => code5 === city.code5 || wardOf(code5) !== undefined;

export const originInCity: Check = (request) => {
  const code5 = codeOf(request, 'from');
  return found(request.lifeEvent === 'move-in' && code5 !== undefined && isInCity(code5));
};

export const originOutsideCity: Check = (request) => {
  const code5 = codeOf(request, 'from');
  const inside = ['move-between-wards', 'move-within'].includes(request.lifeEvent);
  return found(inside && code5 !== undefined && !isInCity(code5));
};

/** The ward that was left is the new one: a move within the ward (住基法23条). */
export const originInThisWard: Check = (request) =>
  found(
    request.lifeEvent === 'move-between-wards' && codeOf(request, 'from') === request.ward.code5,
  );

/** Another ward was left: a move between wards (住基法38条). */
export const originInAnotherWard: Check = (request) => {
  const code5 = codeOf(request, 'from') ?? request.ward.code5;
  const another = code5 !== request.ward.code5 && wardOf(code5) !== undefined;
  return found(request.lifeEvent === 'move-within' && another);
};

/** Inside the city nobody files a move-out (住基法38条). */
export const destinationInCity: Check = (request) => {
  const code5 = codeOf(request, 'to');
  return found(request.lifeEvent === 'move-out' && code5 !== undefined && isInCity(code5));
};

export const outsideRuleSet: Check = ({ eventDate }) => found(eventDate < RULES_FROM);
