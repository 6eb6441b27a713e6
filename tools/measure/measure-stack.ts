import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { SERVICES, type ServiceName } from '@app/contracts';
import { brokerAvailability, startStack, type Stack } from '../../deploy/native/src/index.js';
import { freshRunFolder, removeRunFolder } from '../client/run-folder.js';
import { projectRoot } from '../project-root.js';
import { memoryOfTree } from './memory.js';
import type { MeasureOptions } from './options.js';
import { target, type Target } from './target.js';
import { timeFilings, type FilingTimes } from './time-filings.js';

export interface StackFigures {
  readonly startSeconds: number;
  /** Of each service alone; PostgreSQL and Kafka are infrastructure. */
  readonly memoryAtRestMb: Readonly<Record<string, number>>;
  readonly filings: FilingTimes;
  readonly targets: readonly Target[];
}

async function memoryOf(stack: Stack): Promise<Record<string, number>> {
  const sizes = await Promise.all(
    SERVICES.map(async (service): Promise<[string, number]> => {
      const pid = stack.service(service).processes[0]?.pid;
      if (pid === undefined) throw new Error(`${service} does not run.`);
      return [service, (await memoryOfTree(pid)).totalMb];
    }),
  );
  return Object.fromEntries(sizes);
}

function urlIn(stack: Stack, service: string): string {
  const url = stack.addresses.services[service as ServiceName];
  if (url === undefined) throw new Error(`${service} does not run.`);
  return url;
}

/** The distributed system as local processes, on a fresh folder; or the reason why it cannot be had here. */
export async function measureStack(
  options: MeasureOptions,
): Promise<StackFigures | { readonly skipped: string }> {
  const broker = brokerAvailability();
  if (broker.kind === 'none') return { skipped: broker.reason };
  const dataDir = await freshRunFolder(join(projectRoot, '.local/measure'));
  options.say('stack: starting');
  const began = performance.now();
  const stack = await startStack({
    dataDir,
    withoutLimits: true,
    ...(broker.kind === 'external' && { externalKafka: broker.kafka }),
    restart: false,
    onEvent: (event) => options.say(`stack: ${event}`),
  });
  const startSeconds = Math.round(performance.now() - began) / 1000;
  try {
    return await figuresOf(stack, startSeconds, options);
  } finally {
    await stack.stop();
    await removeRunFolder(dataDir);
  }
}

async function figuresOf(
  stack: Stack,
  startSeconds: number,
  options: MeasureOptions,
): Promise<StackFigures> {
  const { say, idleSeconds } = options;
  say(`stack: ready after ${startSeconds} s; at rest for ${idleSeconds} s`);
  await delay(idleSeconds * 1000);
  const memoryAtRestMb = await memoryOf(stack);
  say(`stack: filing ${options.warmUp} + ${options.count} times`);
  const { issuer } = stack.addresses;
  const filings = await timeFilings({ issuer, urlOf: (service) => urlIn(stack, service) }, options);
  const largest = Math.max(...Object.values(memoryAtRestMb));
  const targets = [
    target('start in seconds, on an empty folder', startSeconds, 60),
    target('PSS at rest in MB of the largest service', largest, 200),
    target('filing to sections p99 in ms', filings.sectionsHaveMs.p99, 250),
  ];
  return { startSeconds, memoryAtRestMb, filings, targets };
}
