import { spreadOf, type Spread } from '../statistics/spread.js';
import type { CapacityFigures } from '../subjects/figures.js';
import { VARIANTS, type Variant } from './variants.js';

export type CostRound = Readonly<Record<Variant, CapacityFigures>>;

export interface Cost {
  /** Of the throughput without it, the share that is gone with it; below nothing where chance is larger. */
  readonly throughput: Spread;
  /** Processor time for a filing with it, beside without it: 0.1 is a tenth more. */
  readonly processor: Spread;
  /** The same for bytes of write-ahead log. */
  readonly wal: Spread;
}

/** What each part of trust costs: every round against itself, for what slows the machine slows all of a round. */
export function costsOf(
  rounds: readonly CostRound[],
): Readonly<Record<Exclude<Variant, 'everything'>, Cost>> {
  const entries = VARIANTS.filter((one) => one !== 'everything').map(
    (without) => [without, costOf(rounds, without)] as const,
  );
  return Object.fromEntries(entries) as Record<Exclude<Variant, 'everything'>, Cost>;
}

function costOf(rounds: readonly CostRound[], without: Variant): Cost {
  const more = (figure: (of: CapacityFigures) => number): Spread =>
    spreadOf(rounds.map((round) => figure(round.everything) / figure(round[without]) - 1));
  return {
    throughput: spreadOf(
      rounds.map((round) => {
        const [with_, without_] = [round.everything, round[without]];
        return 1 - with_.completedPerSecond / without_.completedPerSecond;
      }),
    ),
    processor: more(({ cpuMsPerFiling }) => cpuMsPerFiling.total),
    wal: more(({ walBytesPerFiling }) => walBytesPerFiling),
  };
}
