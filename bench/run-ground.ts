import { SERVICES } from '@app/contracts';
import type { GroundRun } from './ground-run.js';
import { GroundRound } from './ground-round.js';
import type { RoundFigures } from './report/figures-of-rounds.js';
import { Observer } from './subjects/observer.js';
import { SystemMeasurements } from './subjects/system-measurements.js';
import { Ground } from './systems/ground.js';
import type { LoadedSystem } from './systems/loaded-system.js';
import { Naive } from './systems/naive.js';
import { Ours } from './systems/ours.js';

/** One round, from an empty folder to an empty folder. */
export async function runGround(run: GroundRun): Promise<RoundFigures> {
  const { plan, options, round, say } = run;
  say('starting PostgreSQL, Kafka and the services');
  const ground = await Ground.make(options.subjects.includes('ours') ? SERVICES : []);
  const systems: LoadedSystem[] = [];
  const measurements: SystemMeasurements[] = [];
  try {
    if (options.subjects.includes('ours')) systems.push(new Ours(ground));
    if (options.subjects.includes('naive')) systems.push(await Naive.start(ground));
    for (const system of systems) {
      const observer = await Observer.of(ground, system);
      measurements.push(new SystemMeasurements(observer, plan, options.seed + round));
    }
    return await new GroundRound(run, ground, measurements).measure();
  } finally {
    await Promise.all(measurements.map((one) => one.close()));
    await Promise.all(systems.map((system) => system.stop()));
    await ground.clear();
  }
}
