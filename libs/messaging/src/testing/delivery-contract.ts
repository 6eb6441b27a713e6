import { afterEach, describe } from '@jest/globals';
import { faultTests } from './delivery/faults.js';
import { flowTests } from './delivery/flow.js';
import { forkTests } from './delivery/forks.js';
import { lossTests } from './delivery/losses.js';
import { outageTests } from './delivery/outages.js';
import { parkingTests } from './delivery/parking.js';
import { poisonTests } from './delivery/poison.js';
import { raceTests } from './delivery/races.js';
import { slowSendTests } from './delivery/slow-sends.js';
import { streamTests } from './delivery/streams.js';
import { truncationTests } from './delivery/truncation.js';
import { PATIENCE_MS, type WorldMaker } from './delivery/world-maker.js';
import { DeliveryWorld } from './delivery-world.js';
import type { EventLogFactory } from './event-log-harness.js';

/** The promise, end to end: outbox → relay → event log → consumer → effect, on any event log. */
export function deliveryContract(name: string, factory: EventLogFactory): void {
  const worlds: DeliveryWorld[] = [];
  const make: WorldMaker = async (options) => {
    const world = await DeliveryWorld.create(factory, options);
    worlds.push(world);
    return world;
  };
  const groups = {
    flow: flowTests,
    races: raceTests,
    streams: streamTests,
    parking: parkingTests,
    poison: poisonTests,
    faults: faultTests,
    outages: outageTests,
    'slow sends': slowSendTests,
    truncation: truncationTests,
    losses: lossTests,
    forks: forkTests,
  };

  describe(`delivery on ${name}`, () => {
    afterEach(async () => {
      await Promise.all(worlds.splice(0).map((world) => world.dispose()));
    }, PATIENCE_MS);
    for (const [group, tests] of Object.entries(groups)) describe(group, () => tests(make));
  });
}
