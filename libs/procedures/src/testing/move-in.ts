import type { Determination } from '../index.js';
import { determined, type Json } from './household.js';

/** A self-employed man of whom everything is known. */
export const adult = {
  id: 'a',
  role: 'head',
  birthDate: '1985-06-01',
  sex: 'male',
  insurance: 'nhi',
  pension: 'category1',
  higherEarner: true,
  myNumberCard: false,
  disabilityHandbook: false,
  selfSupportMedical: false,
  careLevel: null,
  publicServant: false,
};
/** What no test of somebody else's facts wants to be asked about. */
export const quiet = {
  insurance: 'nhi',
  myNumberCard: false,
  disabilityHandbook: false,
  selfSupportMedical: false,
  careLevel: null,
  sex: 'male',
};

export interface Change {
  readonly on?: string;
  readonly filedOn?: string;
  readonly facts?: Json;
  readonly adult?: Json;
  readonly more?: readonly Json[];
}

/** One self-employed man moves in from Tokyo; what a test changes stands in its own lines. */
export function moveIn(change: Change = {}): Determination {
  return determined({
    lifeEvent: 'move-in',
    eventDate: change.on ?? '2026-05-11',
    ...(change.filedOn === undefined ? {} : { intakeDate: change.filedOn }),
    facts: { from: { municipality: '東京都世田谷区', code5: '13112' }, ...change.facts },
    persons: [{ ...adult, ...change.adult }, ...(change.more ?? [])],
  });
}

/** A child that moves along. */
export const child = (id: string, birthDate: string, more: Json = {}) => ({
  id,
  role: 'child',
  birthDate,
  school: 'none',
  nursery: 'none',
  ...quiet,
  ...more,
});
