/** A closed loop ends with its time or with its filings, whichever is first. */
export interface ClosedPlan {
  readonly seconds: number;
  readonly mostFilings: number;
}

/** How long everything takes; seconds. */
export interface Plan {
  /** Each on new databases and a new broker. */
  readonly rounds: number;
  readonly warmUp: ClosedPlan;
  /** What finds the capacity. */
  readonly capacity: ClosedPlan;
  /** Of the open loop at 70 % of it. */
  readonly latency: number;
  /** Of what is bare or a floor: at least so long, from the beginning as often as it takes. */
  readonly floor: number;
  /** Of the load in which one process is killed, a third into it. */
  readonly kill: number;
}

/** More than any system of these takes in the time, so that the loop does not end early. */
const during = (seconds: number): ClosedPlan => ({ seconds, mostFilings: seconds * 1_000 });

export const FULL: Plan = {
  ...{ rounds: 5, warmUp: during(8), capacity: during(20) },
  ...{ latency: 15, floor: 5, kill: 12 },
};

/**
 * The naive system accepts several times what it completes, and every second of a closed loop is several of draining. So
 * these end with a number of filings, the same for both, and not with a time.
 */
export const QUICK: Plan = {
  rounds: 1,
  warmUp: { seconds: 5, mostFilings: 32 },
  capacity: { seconds: 5, mostFilings: 64 },
  ...{ latency: 1.5, floor: 0.5, kill: 2 },
};

/** For what trust costs: every variant has a ground of its own. */
export const COST: Plan = { ...QUICK, warmUp: during(3), capacity: during(6) };

/** Turned round in every second round (ABBA), so that nothing is always first. */
export function orderIn<T>(round: number, subjects: readonly T[]): T[] {
  return round % 2 === 0 ? [...subjects] : subjects.toReversed();
}
