import { describe, expect, it } from '@jest/globals';
import type { CapacityFigures } from '../subjects/figures.js';
import { costsOf } from './cost-report.js';

const figures = (completedPerSecond: number, total: number, wal: number): CapacityFigures => ({
  ...{ completedPerSecond, walBytesPerFiling: wal, residentMb: 0, cpuMsPerFilingOf: {} },
  cpuMsPerFiling: { services: 0, postgres: 0, kafka: 0, loadGenerator: 0, total },
});

describe('what trust costs', () => {
  it('is told in shares of each round, and of several rounds as their spread', () => {
    const same = figures(80, 12, 1500);
    const slow = { everything: same, rls: same, audit: same };
    const { together, sealing, rls } = costsOf([
      { ...slow, sealing: figures(90, 11, 1500), together: figures(100, 10, 1000) },
      { ...slow, sealing: figures(80, 12, 1500), together: figures(160, 6, 1000) },
    ]);
    expect(together.throughput).toEqual({ median: 0.35, min: 0.2, max: 0.5 });
    expect(together.processor).toEqual({ median: 0.6, min: 0.2, max: 1 });
    expect(together.wal).toEqual({ median: 0.5, min: 0.5, max: 0.5 });
    expect(sealing.throughput.min).toBe(0);
    expect(rls.throughput).toEqual({ median: 0, min: 0, max: 0 });
  });
});
