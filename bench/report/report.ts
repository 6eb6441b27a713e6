import type { Losses } from '../subjects/figures.js';
import { pairedRatio, type Spread, type Spreads, spreadsOf } from '../statistics/spread.js';
import type { RoundFigures, SystemRound } from './figures-of-rounds.js';

export interface Ratios {
  readonly endToEndVsNaive?: Spread;
  readonly vsSqlSingle?: Spread;
  readonly vsSqlBatch?: Spread;
  readonly vsKafkajs?: Spread;
}

export interface Report {
  /** Filings completed per second, ours through the other's. */
  readonly ratios: { readonly [K in keyof Ratios]: number };
  readonly ratioSpreads: Ratios;
  /** Over all rounds together. */
  readonly losses: Readonly<Record<string, Losses>>;
  readonly figures: Spreads<RoundFigures>;
}

export function reportOf(rounds: readonly RoundFigures[]): Report {
  const ratioSpreads = ratiosOf(rounds);
  return {
    ratios: mediansOf(ratioSpreads),
    ratioSpreads,
    losses: lossesOf(rounds),
    figures: spreadsOf(rounds.map(withoutLosses)),
  };
}

function ratiosOf(rounds: readonly RoundFigures[]): Ratios {
  const ours = rounds.map((round) => round.ours?.capacity.completedPerSecond);
  const against = (others: (round: RoundFigures) => number | undefined): Spread | undefined =>
    pairedRatio(ours, rounds.map(others));
  return present({
    endToEndVsNaive: against(({ naive }) => naive?.capacity.completedPerSecond),
    vsSqlSingle: against(({ sqlSingle }) => sqlSingle?.completedPerSecond),
    vsSqlBatch: against(({ sqlBatch }) => sqlBatch?.completedPerSecond),
    vsKafkajs: against(({ kafkajs }) => kafkajs?.completedPerSecond),
  });
}

function mediansOf(spreads: Ratios): { [K in keyof Ratios]: number } {
  return Object.fromEntries(
    Object.entries(spreads as Record<string, Spread>).map(([name, { median }]) => [name, median]),
  );
}

function lossesOf(rounds: readonly RoundFigures[]): Record<string, Losses> {
  const sumOf = (name: 'ours' | 'naive'): Losses | undefined =>
    rounds
      .flatMap((round) => round[name]?.losses ?? [])
      .reduce<Losses | undefined>((sum, one) => (sum ? added(sum, one) : one), undefined);
  return present({ ours: sumOf('ours'), naive: sumOf('naive') });
}

const added = (one: Losses, other: Losses): Losses => ({
  accepted: one.accepted + other.accepted,
  lost: one.lost + other.lost,
  doubled: one.doubled + other.doubled,
  turnedRound: one.turnedRound + other.turnedRound,
});

function withoutLosses({ ours, naive, ...floors }: RoundFigures): RoundFigures {
  const speeds = ({ capacity, latency }: SystemRound): SystemRound =>
    present({ capacity, latency });
  return present({ ours: ours && speeds(ours), naive: naive && speeds(naive), ...floors });
}

/** Without what is undefined: it would be printed as if it had been measured. */
function present<T extends object>(values: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
