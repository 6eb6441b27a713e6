/** How long everything takes; seconds. */
export interface Plan {
  /** Each on new databases and a new broker. */
  readonly rounds: number;
  readonly warmUp: number;
  /** Of the closed loop that finds the capacity. */
  readonly capacity: number;
  /** Of the open loop at 70 % of it. */
  readonly latency: number;
  /** Of what is bare or a floor: at least so long, from the beginning as often as it takes. */
  readonly floor: number;
  /** Of the load in which one process is killed, a third into it. */
  readonly kill: number;
}

export const FULL: Plan = {
  ...{ rounds: 5, warmUp: 8, capacity: 20, latency: 15, floor: 5, kill: 12 },
};

/**
 * The naive system accepts several times what it completes, and every second of a closed loop is several of draining: short
 * loops are what brings this within a minute.
 */
export const QUICK: Plan = {
  ...{ rounds: 1, warmUp: 1, capacity: 1.5, latency: 2, floor: 0.5, kill: 2 },
};

/** For what trust costs: every variant has a ground of its own. */
export const COST: Plan = { ...QUICK, warmUp: 3, capacity: 6 };

/** Turned round in every second round (ABBA), so that nothing is always first. */
export function orderIn<T>(round: number, subjects: readonly T[]): T[] {
  return round % 2 === 0 ? [...subjects] : subjects.toReversed();
}
