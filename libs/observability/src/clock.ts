/** Time as a parameter: whoever needs "now" or "today" is given a clock. */
export interface Clock {
  now(): Date;
  /** The business date in Asia/Tokyo, `YYYY-MM-DD`. */
  today(): string;
}

/** A clock for tests; stands still until it is told otherwise. */
export interface FixedClock extends Clock {
  set(instant: string | Date): void;
  advance(milliseconds: number): void;
}

const tokyo = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Asia/Tokyo',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});

export const systemClock: Clock = {
  now: () => new Date(),
  today: () => tokyo.format(new Date()),
};

/** @param instant ISO 8601 with an offset, for example `2026-04-01T09:00:00+09:00` */
export function fixedClock(instant: string | Date): FixedClock {
  let current = millisecondsOf(instant);
  return {
    now: () => new Date(current),
    today: () => tokyo.format(current),
    set: (next) => {
      current = millisecondsOf(next);
    },
    advance: (milliseconds) => {
      current += milliseconds;
    },
  };
}

function millisecondsOf(instant: string | Date): number {
  const milliseconds = new Date(instant).getTime();
  if (Number.isNaN(milliseconds))
    throw new RangeError('A fixed clock needs an instant that exists.');
  return milliseconds;
}
