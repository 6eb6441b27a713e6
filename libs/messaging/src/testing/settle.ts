import type { ServiceMessaging } from '../service-messaging.js';

/**
 * Resolves when nothing is on its way any more: every outbox is in the log, everything in the log is applied or put
 * aside, and nobody said anything meanwhile. All services of the test have to be given.
 */
export async function settle(...services: readonly ServiceMessaging[]): Promise<void> {
  for (;;) {
    const before = await endsOf(services);
    await Promise.all(services.map((service) => service.relay.drainTo()));
    await Promise.all(services.map((service) => service.caughtUp()));
    if ((await endsOf(services)) === before) return;
  }
}

async function endsOf(services: readonly ServiceMessaging[]): Promise<string> {
  const ends = await Promise.all(services.map((service) => service.relay.end()));
  return ends.map(({ xid, seq }) => `${xid}:${seq}`).join(' ');
}
