import { setTimeout as delay } from 'node:timers/promises';
import type { Finding } from '../check/finding.js';
import type { Fault, Outcome } from '../fault.js';
import { ONE_PROCESS_EACH } from './needs.js';

/** All brokers away for so long: the citizens go on filing and are answered. */
export const brokersAway = (seconds: number): Fault => ({
  name: 'brokers-away',
  about: `all brokers away for ${seconds} s`,
  needs: ONE_PROCESS_EACH,
  run: async ({ stack, load, say, note }) => {
    await stack.kafka?.stop();
    say('no broker is there');
    const before = load.accepted;
    await delay(seconds * 1_000);
    await load.more(10);
    note('acceptedWithoutBroker', load.accepted - before);
    await stack.kafka?.start();
    say('the brokers are back');
  },
  also: acceptedMeanwhile,
});

function acceptedMeanwhile({ notes }: Outcome): Finding[] {
  if ((notes['acceptedWithoutBroker'] ?? 0) > 0) return [];
  return [{ code: 'no-filing-without-broker', what: 'citizens had to wait for Kafka' }];
}
