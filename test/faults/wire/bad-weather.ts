import { SERVICES } from '@app/contracts';
import { setTimeout as delay } from 'node:timers/promises';
import type { Fault, World } from '../fault.js';
import { BEHIND_PROXIES } from './behind-proxies.js';
import type { FaultProxy } from './fault-proxy.js';
import type { Direction } from './weather.js';

const LATENCY_MS = 25;

export const SLOW_POSTGRES: Fault = {
  name: 'slow-postgres',
  about: `every byte to and from PostgreSQL takes ${LATENCY_MS} ms`,
  needs: BEHIND_PROXIES,
  run: async ({ wire, load }) => {
    wire.postgres.weather.latencyMs = LATENCY_MS;
    try {
      await load.more(15);
    } finally {
      wire.heal();
    }
  },
};

/** Longer than a session in Kafka's group. */
const KAFKA_AWAY_MS = 9_000;
/** Longer than a lease. */
const POSTGRES_AWAY_MS = 6_000;

const DIRECTIONS: readonly Direction[] = ['to-server', 'to-client'];

const partitionFrom = (server: 'kafka' | 'postgres', awayMs: number): Fault => ({
  name: `partition-from-${server}`,
  about: `nothing arrives between one service and ${server}, in one direction, for ${awayMs / 1000} s; then the other`,
  needs: BEHIND_PROXIES,
  run: async (world) => {
    for (const direction of DIRECTIONS)
      await partition(world, world.wire[server], direction, awayMs);
  },
});

/** Afterwards the connections go on where they were, or, by chance, are gone. */
async function partition(
  { random, load, say, wire }: World,
  proxy: FaultProxy,
  direction: Direction,
  awayMs: number,
): Promise<void> {
  const service = random.pick(SERVICES);
  proxy.weather.partition(direction, service);
  say(`${service}: nothing arrives ${direction} any more`);
  try {
    await delay(awayMs);
  } finally {
    if (random.integer(0, 1) === 1) proxy.cut(service);
    wire.heal();
  }
  say(`${service} can talk again`);
  await load.more(5);
}

export const PARTITION_FROM_KAFKA = partitionFrom('kafka', KAFKA_AWAY_MS);
export const PARTITION_FROM_POSTGRES = partitionFrom('postgres', POSTGRES_AWAY_MS);
