import { setTimeout as delay } from 'node:timers/promises';
import type { Finding } from '../check/finding.js';
import type { Fault, Outcome } from '../fault.js';
import { PARTITIONS, TOPICS } from '@app/contracts';
import { ONE_PROCESS_EACH, THREE_NODES } from './needs.js';

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

const KILLS = 2;

/** The node that leads a partition of a busy topic; the others go on without it, and it comes back. */
export const LEADING_BROKER_KILLED: Fault = {
  name: 'kill-leading-broker',
  about: `kill -9 of the broker that leads a partition, of three, ${KILLS} times`,
  needs: THREE_NODES,
  run: async ({ stack, random, load, say }) => {
    for (let time = 1; time <= KILLS; time += 1) {
      const { name: topic } = random.pick(TOPICS);
      const leader = await stack.kafka!.leaderOf(topic, random.integer(0, PARTITIONS - 1));
      say(`node ${leader.id} leads in ${topic}`);
      await leader.kill('SIGKILL');
      await load.more(15);
      await leader.waitReady();
      say(`node ${leader.id} is back (${time} of ${KILLS})`);
      await load.more(5);
    }
  },
};
