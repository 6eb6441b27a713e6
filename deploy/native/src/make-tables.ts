import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { join } from 'node:path';
import { projectRoot } from './project-root.js';

const PROGRAM = join(projectRoot, 'dist/deploy/native/src/migrate-process.js');

/**
 * Brings the tables of all services up to date, in a process of its own. The administrator's address goes through a pipe: arguments
 * and environment of a process are seen by others.
 * @throws with what the process said
 */
export async function makeTables(adminUrl: string): Promise<void> {
  const child = spawn(process.execPath, [PROGRAM], { stdio: ['pipe', 'ignore', 'pipe'] });
  child.stdin.end(adminUrl);
  const [said] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  if (child.exitCode !== 0) throw new Error(`The tables could not be made: ${said.trim()}`);
}
