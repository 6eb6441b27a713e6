import type { PersonFacts } from '../determination.js';
import type { FeelValue } from './absent-facts.js';
import type { Household } from './household.js';
import type { Maybe, Tri } from './maybe.js';

/** What the rows of the same determination say; cells of one row may refer to procedures of another. */
export interface Results {
  isRequired(procedureId: string): Tri;
  isOffered(procedureId: string): Tri;
  isRequiredFor(procedureId: string, person: PersonFacts): Tri;
  /** Whether the row of that id is in force and holds. */
  rowHolds(rowId: string): Tri;
}

/** In what a cell is evaluated: the household, and the person the row is looking at (rows about one person). */
export interface Scope {
  readonly household: Household;
  readonly results: Results;
  readonly person?: PersonFacts;
}

/** A parsed and checked cell. */
export type Cell = (scope: Scope) => Maybe<FeelValue>;

/** One person of a group and whether the person belongs to it. */
export interface Membership {
  readonly person: PersonFacts;
  readonly member: Tri;
}
