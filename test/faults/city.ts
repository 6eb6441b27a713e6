import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { removeEmbeddedPostgres } from '@app/persistence';
import { startStack, type Stack } from '../../deploy/native/src/index.js';
import { projectRoot } from '../../deploy/native/src/project-root.js';
import { kafkaClient } from '../support/kafka-client.js';
import type { Scene } from './check/evidence.js';
import type { Needs } from './fault.js';
import { Instruments } from './instrument/instruments.js';
import { Wire } from './wire/wire.js';

export interface City {
  readonly stack: Stack;
  readonly instruments: Instruments;
  readonly wire: Wire;
  readonly scene: Scene;
  /** What the checker has counted on this stack so far. */
  readonly soFar: { events: number; copies: number };
  stop(): Promise<void>;
}

/** As built, also where this file runs as it is written. */
const DIST = join(projectRoot, 'dist');

/** The whole system in a folder of its own, as the needs say. */
export async function openCity(
  folder: string,
  needs: Needs,
  say: (event: string) => void,
): Promise<City> {
  mkdirSync(folder, { recursive: true });
  const instruments = new Instruments(DIST, join(folder, 'instruments'), needs.instruments ?? []);
  const wire = new Wire();
  const stack = await startStack({
    dataDir: folder,
    withoutLimits: true,
    ...(needs.nodes && { brokers: needs.nodes }),
    ...(needs.processes && { processes: needs.processes }),
    ...(needs.wire && { front: wire.front }),
    environment: { LOG_LEVEL: 'info', ...instruments.environment },
    onEvent: (event) => say(event),
  });
  return {
    stack,
    instruments,
    wire,
    scene: sceneOf(stack, folder),
    soFar: { events: 0, copies: 0 },
    stop: async () => {
      await stack.stop();
      await wire.close();
      await removeEmbeddedPostgres(join(folder, 'postgres'));
    },
  };
}

export const removeCity = (folder: string): void =>
  rmSync(folder, { recursive: true, force: true });

export function sceneOf(stack: Stack, folder: string): Scene {
  const database = new URL(stack.addresses.postgres);
  database.pathname = '/madoguchi';
  return {
    databaseUrl: database.href,
    kafka: () => kafkaClient(stack.kafkaAdministrator),
    clientLog: join(folder, 'client.jsonl'),
    logs: join(folder, 'logs'),
  };
}
