import { readFileSync } from 'node:fs';
import type { Place } from './place.js';

/** Command lines and environments, which other programs of the machine may read; of the processes and their children. */
export function processesPlace(pids: readonly number[]): Place {
  return {
    kind: 'process',
    *samples() {
      for (const pid of pids.flatMap(treeOf))
        for (const what of ['cmdline', 'environ', 'comm'])
          yield { where: `process ${pid} ${what}`, bytes: procFile(pid, what) };
    },
  };
}

function treeOf(pid: number): number[] {
  const children = procFile(pid, `task/${pid}/children`).toString().split(' ').filter(Boolean);
  return [pid, ...children.flatMap((child) => treeOf(Number(child)))];
}

/** Empty for one that has just ended. */
function procFile(pid: number, what: string): Buffer {
  try {
    return readFileSync(`/proc/${pid}/${what}`);
  } catch {
    return Buffer.alloc(0);
  }
}
