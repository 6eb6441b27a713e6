import { readFile, readdir } from 'node:fs/promises';

/** Proportional memory of one process in MB: a page that n processes share counts a nth. */
async function pssOf(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
  return Number(/^Pss:\s+(\d+) kB/m.exec(text)?.[1] ?? 0) / 1024;
}

async function parents(): Promise<Map<number, number>> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const pairs = await Promise.all(
    pids.map(async (pid): Promise<[number, number]> => {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
      // The name in parentheses may hold anything: what counts begins after the last one.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return [pid, Number(fields[1] ?? 0)];
    }),
  );
  return new Map(pairs);
}

/** A process and all that it started. */
export async function withDescendants(root: number): Promise<number[]> {
  const parentOf = await parents();
  const found = new Set([root]);
  for (const pid of found)
    for (const [child, parent] of parentOf) if (parent === pid) found.add(child);
  return [...found];
}

export interface TreeMemory {
  readonly processes: number;
  /** Of the process itself, in MB. */
  readonly ownMb: number;
  /** With everything that it started, in MB. */
  readonly totalMb: number;
}

/**
 * Proportional memory (PSS) of a process and of all that it started.
 * @throws where the system does not tell it (other than Linux)
 */
export async function memoryOfTree(pid: number): Promise<TreeMemory> {
  const pids = await withDescendants(pid);
  const sizes = await Promise.all(pids.map(pssOf));
  const ownMb = sizes[0] ?? 0;
  if (ownMb === 0) throw new Error(`/proc/${pid}/smaps_rollup cannot be read: PSS is not known.`);
  const totalMb = sizes.reduce((sum, size) => sum + size, 0);
  return { processes: pids.length, ownMb: Math.round(ownMb), totalMb: Math.round(totalMb) };
}
