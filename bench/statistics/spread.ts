/** A figure over all rounds. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** The same shape with a spread for each number. */
export type Spreads<T> = T extends number
  ? Spread
  : { readonly [K in keyof T]: Spreads<Exclude<T[K], undefined>> };

/** @throws for no values */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const lower = sorted[Math.ceil(middle) - 1];
  const upper = sorted[Math.floor(middle)];
  if (lower === undefined || upper === undefined) throw new Error('There are no rounds.');
  const [min, max] = [sorted[0], sorted.at(-1)] as [number, number];
  return { median: rounded((lower + upper) / 2), min: rounded(min), max: rounded(max) };
}

/** Each round against its own round: what slows the machine down for a while slows both. */
export function pairedRatio(
  ours: readonly (number | undefined)[],
  others: readonly (number | undefined)[],
): Spread | undefined {
  const ratios = ours.flatMap((value, round) => {
    const other = others[round];
    return value === undefined || !other ? [] : [value / other];
  });
  return ratios.length === 0 ? undefined : spreadOf(ratios);
}

/** Records of numbers, nested as they like, become records of spreads; what a round did not measure is left out. */
export function spreadsOf<T extends object>(rounds: readonly T[]): Spreads<T> {
  const names = new Set(rounds.flatMap((round) => Object.keys(round)));
  const entries = [...names].map((name) => {
    const values = rounds.map((round) => round[name as keyof T]).filter((one) => one !== undefined);
    return [name, spreadOfEither(values)] as const;
  });
  return Object.fromEntries(entries) as Spreads<T>;
}

function spreadOfEither(values: readonly unknown[]): unknown {
  return values.every((value) => typeof value === 'number')
    ? spreadOf(values)
    : spreadsOf(values as object[]);
}

/** Three digits that mean something. */
const rounded = (value: number): number => Number(value.toPrecision(4));
