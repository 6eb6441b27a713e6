import { SERVICES, type ServiceName } from '@app/contracts';
import type { Fault, Outcome, World } from '../fault.js';
import type { Finding } from '../check/finding.js';
import { ONE_PROCESS_EACH } from './needs.js';
import { struck } from './struck.js';

/** The relay dies with its events in the log and its cursor before them: they are sent again, and act once. */
export const relaysKilled = (...services: readonly ServiceName[]): Fault => ({
  name: 'kill-relay-after-send',
  about: `kill -9 of relays between the send and the cursor: ${services.join(', ')}`,
  needs: ONE_PROCESS_EACH,
  run: (world) => killAt(world, 'relay-after-send-before-cursor', services),
  also: sentAgain,
});

/** The consumer dies with its chunk committed and Kafka not knowing: what comes again is known. */
export const CONSUMER_KILLED: Fault = {
  name: 'kill-consumer-after-commit',
  about: 'kill -9 of four consumers between COMMIT and the commit of offsets',
  needs: ONE_PROCESS_EACH,
  run: (world) => killAt(world, 'consumer-after-commit-before-offset', fourOf(world)),
};

/** The filing is there and its citizen was not told: the same key gets the same ids. */
export const INTAKE_KILLED: Fault = {
  name: 'kill-intake-after-commit',
  about: 'kill -9 of the intake between COMMIT and the answer, twice',
  needs: ONE_PROCESS_EACH,
  run: (world) =>
    killAt(world, 'intake-after-commit-before-answer', ['applications', 'applications']),
};

async function killAt(
  world: World,
  point: string,
  services: readonly ServiceName[],
): Promise<void> {
  for (const service of services) {
    await struck(world, { point, action: 'kill', service, nth: world.random.integer(1, 4) });
    world.say(`${service} killed itself at ${point}`);
    await world.stack.service(service).waitReady();
    await world.load.more(world.random.integer(2, 6));
  }
}

function fourOf({ random }: World): ServiceName[] {
  return Array.from({ length: 4 }, () => random.pick(SERVICES));
}

/** Without duplicates in the log the fault has not happened. */
function sentAgain({ copies, counters }: Outcome): Finding[] {
  if (copies === 0) return [{ code: 'nothing-sent-again', what: 'no event lies twice in a topic' }];
  return counters.duplicate_dropped > 0
    ? []
    : [{ code: 'no-duplicate-dropped', what: `${copies} copies, and nobody counted one` }];
}
