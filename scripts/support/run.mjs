import { spawn, spawnSync } from 'node:child_process';
import { constants } from 'node:os';
import { ROOT } from './project.mjs';

const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Runs a program to its end and returns `{ code, output }`; the output is kept only with `quiet`. */
export function run(command, args, { quiet = false, env = process.env, timeoutMs } = {}) {
  return new Promise((resolve, reject) => {
    const stdio = quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'];
    const child = spawn(command, args, { cwd: ROOT, env, stdio, timeout: timeoutMs });
    endWithUs(child);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text) => (output += text));
    }
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code: exitCode(code, signal), output }));
  });
}

/** Becomes the program, as far as one can tell from outside: its streams, its signals, its exit code. */
export function become(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit' });
    endWithUs(child);
    for (const signal of FORWARDED) {
      process.on(signal, () => {
        // In a terminal Ctrl-C reaches the whole group: passing it on would make two of one.
        if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
      });
    }
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(exitCode(code, signal)));
  });
}

/**
 * Outlives us and reads a pipe that only we hold: when we are gone, also by kill -9, it ends the program. Its children
 * too: jest's workers would go on to the end of their files.
 */
const GUARD = `
trap '' INT TERM HUP
read -r _
pkill -TERM -P "$1" 2>/dev/null
kill -TERM "$1" 2>/dev/null
rounds=0
while [ $rounds -lt 75 ] && kill -0 "$1" 2>/dev/null; do
  sleep 0.2
  rounds=$((rounds + 1))
done
kill -KILL "$1" 2>/dev/null`;
const PARENT_CHECK_MS = 2_000;

function endWithUs(child) {
  if (child.pid === undefined) return;
  const stdio = ['pipe', 'ignore', 'ignore'];
  const args = ['-c', GUARD, 'guard', String(child.pid)];
  const guard = spawn('sh', args, { stdio, detached: true });
  guard.on('error', () => undefined);
  guard.stdin.on('error', () => undefined);
  guard.unref();
  guard.stdin.unref();
  const parentCheck = endWithNpm();
  child.once('exit', () => {
    clearInterval(parentCheck);
    guard.kill('SIGKILL');
  });
}

/** npm waits for what it runs: when our parent, or the one above npm's shell, is another than at first, npm was killed. */
function endWithNpm() {
  if (process.env.npm_lifecycle_event === undefined) return undefined;
  const parent = process.ppid;
  const npm = parentOfShell(parent);
  const npmLives = () => process.ppid === parent && parentOfShell(parent) === npm;
  return setInterval(() => npmLives() || process.exit(1), PARENT_CHECK_MS).unref();
}

function parentOfShell(pid) {
  const args = ['-o', 'ppid=', '-o', 'comm=', '-p', String(pid)];
  const { stdout } = spawnSync('ps', args, { encoding: 'utf8' });
  return /^\s*(\d+)\s.*sh$/.exec(stdout?.trim() ?? '')?.[1];
}

function exitCode(code, signal) {
  return code ?? 128 + (constants.signals[signal] ?? 0);
}
