import type { Instrument } from './instrument.js';
import { COSTS } from './costs.js';
import { LEAKS } from './leaks.js';
import { MUTATIONS, STRETCH } from './mutations.js';
import { POINTS } from './points.js';

/** What goes by one name and is several changes. */
export const GROUPS = [...MUTATIONS, ...LEAKS, ...COSTS];

/** @throws for a name that nobody knows: a fault that does not happen would look like one that was survived. */
export function instrumentsNamed(names: readonly string[]): readonly Instrument[] {
  return [...new Set(names.flatMap((name) => named(name)))];
}

function named(name: string): readonly Instrument[] {
  const group = GROUPS.find((one) => one.name === name);
  if (group) return group.guards;
  const instrument = [...POINTS, STRETCH].find((one) => one.name === name);
  if (instrument) return [instrument];
  const known = [...POINTS, STRETCH, ...GROUPS].map((one) => one.name);
  throw new Error(`There is no instrument ${name}; there are ${known.join(', ')}.`);
}
