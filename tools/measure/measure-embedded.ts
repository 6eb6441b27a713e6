import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startEmbedded } from '../client/embedded-process.js';
import { freshRunFolder, removeRunFolder } from '../client/run-folder.js';
import { projectRoot } from '../project-root.js';
import { memoryOfTree, type TreeMemory } from './memory.js';
import type { MeasureOptions } from './options.js';
import { target, type Target } from './target.js';
import { timeFilings, type FilingTimes } from './time-filings.js';

export interface EmbeddedFigures {
  readonly startSeconds: number;
  readonly memoryAtRest: TreeMemory;
  readonly filings: FilingTimes;
  readonly targets: readonly Target[];
}

/** The embedded system on a fresh folder: all-in-one with its PostgreSQL. */
export async function measureEmbedded(options: MeasureOptions): Promise<EmbeddedFigures> {
  const { say, idleSeconds } = options;
  const dataDir = await freshRunFolder(join(projectRoot, '.local/measure'));
  say('embedded: starting');
  const began = performance.now();
  const system = await startEmbedded(dataDir);
  const startSeconds = Math.round(performance.now() - began) / 1000;
  try {
    say(`embedded: ready after ${startSeconds} s; at rest for ${idleSeconds} s`);
    await delay(idleSeconds * 1000);
    const memoryAtRest = await memoryOfTree(system.pid);
    const { issuer, url } = system.addresses;
    say(`embedded: ${memoryAtRest.totalMb} MB; filing ${options.warmUp} + ${options.count} times`);
    const filings = await timeFilings({ issuer, urlOf: () => url }, options);
    const targets = [
      target('start in seconds, on an empty folder', startSeconds, 10),
      target('PSS at rest in MB, with PostgreSQL', memoryAtRest.totalMb, 500),
      target('filing to sections p99 in ms', filings.sectionsHaveMs.p99, 250),
    ];
    return { startSeconds, memoryAtRest, filings, targets };
  } finally {
    await system.stop();
    await removeRunFolder(dataDir);
  }
}
