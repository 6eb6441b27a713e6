import type { Fault } from './fault.js';
import { KILLED_SERVICES } from './process/kill-services.js';
import { POSTGRES_STOPPED } from './process/postgres.js';

/** Every fault there is; those that need the same stack stand together. */
export const FAULTS: readonly Fault[] = [...KILLED_SERVICES, POSTGRES_STOPPED];

/** @throws with the names that there are */
export function faultsNamed(names: readonly string[]): readonly Fault[] {
  if (names.length === 0) return FAULTS;
  return names.map((name) => {
    const found = FAULTS.find((fault) => fault.name === name);
    if (found) return found;
    throw new Error(
      `There is no fault ${name}; there are ${FAULTS.map((fault) => fault.name).join(', ')}.`,
    );
  });
}
