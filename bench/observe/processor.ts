import { readFile } from 'node:fs/promises';
import { withDescendants } from '../../tools/measure/memory.js';

/** The kernel counts in hundredths of a second, whatever its own clock. */
const TICK_MS = 10;

/** utime, stime, and the same of children that have ended. */
const FIELDS = [11, 12, 13, 14];

async function ofProcess(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // The name in parentheses may hold anything: what counts begins after the last one.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return FIELDS.reduce((sum, index) => sum + Number(fields[index] ?? 0), 0) * TICK_MS;
}

/** Processor time in milliseconds that these processes and all that they started have used since they began. */
export async function processorMs(pids: readonly number[]): Promise<number> {
  const trees = await Promise.all(pids.map(withDescendants));
  const times = await Promise.all([...new Set(trees.flat())].map(ofProcess));
  return times.reduce((sum, time) => sum + time, 0);
}
