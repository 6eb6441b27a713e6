import { describe, expect, it } from '@jest/globals';
import type { RoundFigures, SystemRound } from './figures-of-rounds.js';
import { reportOf } from './report.js';
import { tableOf } from './table.js';

const system = (completedPerSecond: number, lost?: number): SystemRound => ({
  capacity: {
    completedPerSecond,
    cpuMsPerFiling: { services: 1, postgres: 1, kafka: 1, total: 3, loadGenerator: 0.1 },
    cpuMsPerFilingOf: { applications: 1 },
    walBytesPerFiling: 20_000,
    residentMb: 700,
  },
  ...(lost !== undefined && { losses: { accepted: 100, lost, doubled: 2, turnedRound: 1 } }),
});
const floor = (completedPerSecond: number) => ({ completedPerSecond, cpuMsPerFiling: 1 });

const rounds: RoundFigures[] = [
  {
    ...{ ours: system(100), naive: system(10), kafkajs: floor(400) },
    ...{ sqlSingle: floor(50), sqlBatch: floor(200) },
  },
  { ours: system(120, 0), naive: system(10, 7), kafkajs: floor(400) },
];

describe('the report', () => {
  it('has the medians of the paired ratios under their names, with their spreads', () => {
    const { ratios, ratioSpreads } = reportOf(rounds);
    expect(ratios).toEqual({
      ...{ endToEndVsNaive: 11, vsSqlSingle: 2, vsSqlBatch: 0.5, vsKafkajs: 0.275 },
    });
    expect(ratioSpreads.endToEndVsNaive).toEqual({ median: 11, min: 10, max: 12 });
  });

  it('adds up what was lost, and does not take the median of it', () => {
    const three = [...rounds, { naive: system(10, 5) }];
    expect(reportOf(three).losses).toEqual({
      ours: { accepted: 100, lost: 0, doubled: 2, turnedRound: 1 },
      naive: { accepted: 200, lost: 12, doubled: 4, turnedRound: 2 },
    });
  });

  it('says nothing of subjects that were not asked for', () => {
    const { ratios, losses, figures } = reportOf([{ ours: system(100) }]);
    expect([ratios, losses, Object.keys(figures)]).toEqual([{}, {}, ['ours']]);
  });

  it('is told as a table with a line for each subject', () => {
    const lines = tableOf(reportOf(rounds)).split('\n');
    expect(
      lines.filter((line) => /^(ours|naive|sqlSingle|sqlBatch|kafkajs) /.test(line)),
    ).toHaveLength(5);
    expect(lines.find((line) => line.startsWith('naive '))).toMatch(/7 \/ 2 \/ 1 of 100/);
  });
});
