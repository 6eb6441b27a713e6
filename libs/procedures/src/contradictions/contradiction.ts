import { reach, type PlainDate } from '@app/japan';
import type { DeterminationRequest, PersonFacts } from '../determination.js';
import type { ContradictionCode } from './contradiction-code.js';

/** What cannot all be true, or hardly is. */
export interface Contradiction {
  readonly code: ContradictionCode;
  /** `refused`: no result would mean anything. `warned`: the result stands, somebody should look. */
  readonly weight: 'refused' | 'warned';
  /** Ids of the persons it is about; none where it is about the household or the event. */
  readonly persons: readonly string[];
  readonly textJa: string;
  readonly textEn: string;
}

/** Looks at a request that has been read; answers the persons of each contradiction that it finds. */
export type Check = (request: DeterminationRequest) => readonly (readonly string[])[];

export const NONE: readonly (readonly string[])[] = [];

/** One finding where there are several of what there can be one of. */
export function severalOf(persons: readonly PersonFacts[]): readonly (readonly string[])[] {
  return persons.length > 1 ? [persons.map(({ id }) => id)] : NONE;
}

/** One finding for each person. */
export function each(persons: readonly PersonFacts[]): readonly (readonly string[])[] {
  return persons.map(({ id }) => [id]);
}

/** Full years on a day, by the birth date or else by the number given; undefined = neither is known. */
export function yearsOn({ birthDate, age }: PersonFacts, day: PlainDate): number | undefined {
  if (typeof birthDate !== 'string') return typeof age === 'number' ? age : undefined;
  const years = Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4));
  if (years <= 0) return Math.min(years, 0);
  return reach(birthDate, years) <= day ? years : years - 1;
}
