import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SERVICES } from '@app/contracts';
import { projectRoot } from '../../deploy/native/src/project-root.js';
import { Instruments } from '../../test/faults/instrument/instruments.js';
import { orderIn, type Plan } from '../plan/plan.js';
import type { CapacityFigures } from '../subjects/figures.js';
import { Observer } from '../subjects/observer.js';
import { SystemMeasurements } from '../subjects/system-measurements.js';
import { Ground } from '../systems/ground.js';
import { Ours } from '../systems/ours.js';
import type { CostRound } from './cost-report.js';
import { VARIANTS, WITHOUT, type Variant } from './variants.js';

export interface CostRun {
  readonly rounds: number;
  readonly plan: Plan;
  readonly seed: number;
  readonly say: (text: string) => void;
}

/** Each variant in each round on a ground of its own, in reverse order in every second round. */
export async function runCost({ rounds, plan, seed, say }: CostRun): Promise<CostRound[]> {
  const all: CostRound[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const figures: Partial<Record<Variant, CapacityFigures>> = {};
    for (const variant of orderIn(round, VARIANTS)) {
      const found = await capacityWithout(variant, plan, seed);
      figures[variant] = found;
      const what = variant === 'everything' ? 'as it ships' : `without ${variant}`;
      say(`round ${round + 1}, ${what}: ${found.completedPerSecond.toFixed(0)} filings a second`);
    }
    all.push(figures as CostRound);
  }
  return all;
}

async function capacityWithout(
  variant: Variant,
  plan: Plan,
  seed: number,
): Promise<CapacityFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'madoguchi-cost-'));
  const instruments = new Instruments(join(projectRoot, 'dist'), folder, WITHOUT[variant]);
  const ground = await Ground.make(SERVICES, instruments.environment);
  const ours = new Ours(ground);
  const measurements = new SystemMeasurements(await Observer.of(ground, ours), plan, seed);
  try {
    await measurements.warmUp();
    const figures = await measurements.capacity();
    if (instruments.silent.length > 0)
      throw new Error(`No process ever loaded ${instruments.silent.join(', ')}.`);
    return figures;
  } finally {
    await measurements.close();
    await ground.clear();
    rmSync(folder, { recursive: true, force: true });
  }
}
