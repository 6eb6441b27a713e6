import { acceptTruncation } from '../../replay/accept-truncation.js';
import { redeliver } from '../../replay/redeliver.js';
import type { ServiceMessaging } from '../../service-messaging.js';
import type { DeliveryWorld } from '../delivery-world.js';

const why = { by: 'an operator', reason: 'the log is another one' };

/** What an operator does about a truncated topic: accepts the log that is there, and has said again what the other one held. */
export async function heal(world: DeliveryWorld, reader: ServiceMessaging): Promise<void> {
  const { topic } = world.contract;
  await acceptTruncation(world.services.reader.uow, { consumer: 'life-events', topic }, why);
  await world.nothingHalted(reader);
  await redeliver(world.services.writer.db, { topic }, why);
  await world.writer.relay.drainTo();
  await reader.caughtUp();
  await world.nothingParked();
}
