import { SERVICES } from '@app/contracts';
import type { GroundRun } from './ground-run.js';
import { GroundRound } from './ground-round.js';
import { PreparedGround } from './prepared-ground.js';
import type { RoundFigures } from './report/figures-of-rounds.js';
import { Ground } from './systems/ground.js';

/** One round, from an empty folder to an empty folder. */
export async function runGround(run: GroundRun): Promise<RoundFigures> {
  run.say('starting PostgreSQL, Kafka and the services');
  const ground = await Ground.make(run.options.subjects.includes('ours') ? SERVICES : []);
  const prepared = new PreparedGround(run, ground);
  try {
    await prepared.prepare();
    return await new GroundRound(run, prepared).measure();
  } finally {
    await prepared.close();
    await ground.clear();
  }
}
