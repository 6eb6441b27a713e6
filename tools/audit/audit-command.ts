import type { Environment } from '@app/observability';
import type { Say } from '../ops/command.js';
import type { Caller } from '../ops/caller.js';
import type { Connections } from '../ops/connections.js';
import type { AuditArguments } from './audit-arguments.js';

export interface AuditCall {
  readonly args: AuditArguments;
  readonly connections: Connections;
  readonly caller: Caller;
  /** With the variables of `--env`. */
  readonly environment: Environment;
  readonly say: Say;
}

export interface AuditCommand {
  readonly usage: string;
  readonly does: string;
  /** Resolves to the exit code: 0 well, 1 something was found, 2 could not be done in full. */
  run(call: AuditCall): Promise<number>;
}
