/** When the n-th filing (from 0) is due, in milliseconds from the start. */
export const dueTime = (index: number, perSecond: number): number => (index * 1000) / perSecond;

/** How many filings are due after so many milliseconds. */
export const dueBy = (elapsedMs: number, perSecond: number): number =>
  Math.floor((elapsedMs * perSecond) / 1000) + 1;

/** How many filings an open load needs. */
export const filingsIn = (seconds: number, perSecond: number): number =>
  Math.max(1, Math.round(seconds * perSecond));
