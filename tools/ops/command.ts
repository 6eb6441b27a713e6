import type { Environment } from '@app/observability';
import type { Arguments } from './arguments.js';
import type { Connections } from './connections.js';
import type { Caller } from './caller.js';

export type Say = (line: string) => void;

export interface Call {
  readonly args: Arguments;
  readonly connections: Connections;
  readonly caller: Caller;
  /** With the variables of `--env`. */
  readonly environment: Environment;
  readonly say: Say;
}

export interface Command {
  readonly usage: string;
  readonly does: string;
  run(call: Call): Promise<void>;
}

/** The name under which a service reads, unless another one is given. */
export const consumerOf = ({ args }: Call): string => args.optional('consumer') ?? args.service;
