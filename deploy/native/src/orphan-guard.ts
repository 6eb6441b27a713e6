import { type ChildProcess, spawn } from 'node:child_process';
import type { Writable } from 'node:stream';

/**
 * A small shell beside this process that outlives it. It is told of every process we start, and reads a pipe that only we
 * hold: when that ends - also because this process got SIGKILL - it asks those still listed to stop, and kills what is
 * left after eight seconds. Neither Java nor PostgreSQL watches its parent, and PDEATHSIG exists on Linux only.
 */
const SCRIPT = `
trap '' INT TERM HUP
list=''
while read -r op pid sig; do
  kept=''
  for entry in $list; do [ "\${entry%%:*}" = "$pid" ] || kept="$kept $entry"; done
  list=$kept
  [ "$op" = watch ] && list="$list $pid:$sig"
done
for entry in $list; do kill -s "\${entry##*:}" -- "\${entry%%:*}" 2>/dev/null; done
rounds=0
while [ $rounds -lt 40 ]; do
  alive=''
  for entry in $list; do kill -s 0 -- "\${entry%%:*}" 2>/dev/null && alive=yes; done
  [ -z "$alive" ] && exit 0
  sleep 0.2
  rounds=$((rounds + 1))
done
for entry in $list; do kill -s KILL -- "\${entry%%:*}" 2>/dev/null; done
`;

let guard: ChildProcess | undefined;

/** Sees to it that the process (a negative id: its whole group) does not outlive this one; `signal` asks it to stop. */
export function guardAgainstOrphaning(pid: number, signal: 'TERM' | 'INT' = 'TERM'): void {
  tell(`watch ${pid} ${signal}`);
}

/** The process has ended or is no longer ours. */
export function releaseFromGuard(pid: number): void {
  tell(`forget ${pid}`);
}

/** The guard's process: while it lives, what it guards may be alive, also after us. */
export function guardPid(): number | undefined {
  return guard?.pid;
}

function tell(line: string): void {
  guard ??= startGuard();
  guard.stdin?.write(`${line}\n`);
}

function startGuard(): ChildProcess {
  const child = spawn('/bin/sh', ['-c', SCRIPT], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  child.unref();
  (child.stdin as Writable & { unref(): void }).unref();
  child.stdin.on('error', () => undefined);
  child.on('exit', () => (guard = undefined));
  return child;
}
