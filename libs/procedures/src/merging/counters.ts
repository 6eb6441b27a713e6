import { procedures } from '../catalogue.js';
import { RuleDataError } from '../errors.js';
import data from '../data/visits.json' with { type: 'json' };

/** A counter, and the place where it is: all counters of one place are reached in one visit. */
export interface Counter {
  readonly place: string;
  readonly ja: string;
  readonly en: string;
}

const counters = new Map<string, readonly Counter[]>(Object.entries(data.counters));
const oneIsEnough = new Set(data.oneIsEnough);
check();

/** The counters that a reception counter of the catalogue names; one of them is enough. */
export function countersOf(receptionCounter: string): readonly Counter[] {
  const found = counters.get(receptionCounter);
  return found ?? [{ place: receptionCounter, ja: receptionCounter, en: receptionCounter }];
}

/** One of the persons named may come for all, or the head of the household does (住基法26条). */
export function oneMayCome(procedureId: string): boolean {
  return oneIsEnough.has(procedureId);
}

/** A visit that leads nowhere would be found by a citizen; it is found when the data are loaded. */
function check(): void {
  for (const { id, visit, receptionCounter } of procedures()) {
    const ways: readonly string[] = typeof visit === 'string' ? [visit] : Object.values(visit);
    const visited = ways.some((way) => ['law', 'card', 'consultation'].includes(way));
    if (visited && !counters.has(receptionCounter))
      throw new RuleDataError('visits.json', `no counter "${receptionCounter}" (${id})`);
  }
  const known = new Set(procedures().map(({ id }) => id));
  const strange = data.oneIsEnough.find((id) => !known.has(id));
  if (strange !== undefined) throw new RuleDataError('visits.json', `unknown id ${strange}`);
}
