import type { IntrospectionOptions } from '@app/auth';
import type { ServiceName } from '@app/contracts';
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { guardPid } from './orphan-guard.js';
import { RememberedPorts } from './ports.js';
import type { StackAnchors } from './stack-anchors.js';

interface Occupant {
  readonly pid: number;
  /** Tells it from a later process with the same number. */
  readonly started: string;
  readonly guard: number | undefined;
}

/** Longer than the guard takes to end what an earlier supervisor left behind. */
const LEFTOVERS_END_WITHIN_MS = 15_000;

/** The folder in which one stack at a time keeps everything that outlives it. */
export class StackFolder {
  readonly path: string;
  readonly ports: RememberedPorts;

  private constructor(path: string) {
    this.path = path;
    this.ports = new RememberedPorts(join(path, 'ports.json'));
  }

  /** Takes the folder; refuses when a stack runs on it, waits when one was killed and its processes are just ending. */
  static async take(path: string): Promise<StackFolder> {
    mkdirSync(path, { recursive: true });
    await waitForLeftovers(path);
    return new StackFolder(path);
  }

  /** Says who is here; again when the guard's process is known. */
  occupy(): void {
    const occupant: Occupant = {
      pid: process.pid,
      started: startOf(process.pid),
      guard: guardPid(),
    };
    writeFileSync(lockOf(this.path), JSON.stringify(occupant));
  }

  leave(): void {
    rmSync(lockOf(this.path), { force: true });
  }

  logFile(name: string): string {
    return join(this.path, 'logs', `${name}.log`);
  }

  /**
   * `<SERVICE>_DB_URL` for each service, who says who an operator is, and where the anchors of the records of access lie: for
   * `npm run ops -- … --env FILE` and `npm run audit`; only its owner reads it.
   */
  writeOpsEnvironment(
    urls: ReadonlyMap<ServiceName, string>,
    issuer: {
      readonly url: string;
      readonly audience: string;
      readonly introspection: IntrospectionOptions;
    },
    anchors: StackAnchors,
  ): string {
    const file = join(this.path, 'ops.env');
    const lines = [...urls].flatMap(([service, url]) => {
      const prefix = service.toUpperCase().replaceAll('-', '_');
      return [
        `${prefix}_DB_URL=${url}\n`,
        `${prefix}_ANCHOR_PUBLIC_KEY_FILE=${resolve(anchors.publicKeyFileOf(service))}\n`,
      ];
    });
    lines.push(`ANCHORS_FOLDER=${resolve(anchors.folder)}\n`);
    const { clientId, clientSecret } = issuer.introspection;
    lines.push(`OIDC_ISSUER=${issuer.url}\n`, `OIDC_AUDIENCE=${issuer.audience}\n`);
    lines.push(`OIDC_CLIENT_ID=${clientId}\n`, `OIDC_CLIENT_SECRET=${clientSecret}\n`);
    writeFileSync(file, lines.join(''), { mode: 0o600 });
    return file;
  }

  /** Made once per folder, for logins of services on this machine. */
  passwords<Name extends string>(names: readonly Name[]): ReadonlyMap<Name, string> {
    const file = join(this.path, 'passwords.json');
    const known = (readJson(file) ?? {}) as Record<Name, string>;
    for (const name of names) known[name] ??= randomBytes(18).toString('base64url');
    writeFileSync(file, JSON.stringify(known, null, 2), { mode: 0o600 });
    return new Map(names.map((name) => [name, known[name]]));
  }
}

async function waitForLeftovers(path: string): Promise<void> {
  const occupant = readJson(lockOf(path)) as Occupant | undefined;
  if (!occupant) return;
  if (occupant.started && startOf(occupant.pid) === occupant.started)
    throw new Error(`A stack runs on ${path} already: process ${occupant.pid}.`);
  const deadline = Date.now() + LEFTOVERS_END_WITHIN_MS;
  while (occupant.guard && startOf(occupant.guard) && Date.now() < deadline) await delay(100);
}

const lockOf = (path: string): string => join(path, 'stack.json');

/** When the process began; empty when there is none, or none that still runs. */
function startOf(pid: number): string {
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return '';
  }
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as unknown;
  } catch {
    return undefined;
  }
}
