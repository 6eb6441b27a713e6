import { DecisionRefusedError } from '@app/messaging';
import { InvalidTokenError, IssuerUnavailableError } from '@app/auth';
import { EnvironmentError, Problem, type Environment } from '@app/observability';
import { DatabaseUnavailableError } from '@app/persistence';
import { UsageError } from '../command-line/words.js';
import { Arguments } from './arguments.js';
import { Caller } from './caller.js';
import type { Command, Say } from './command.js';
import { Connections } from './connections.js';
import { decideCommands } from './decide.js';
import { erasureCommands } from './erasures.js';
import { lookCommands } from './look.js';
import { runRecorded } from './record-command.js';
import { replayCommands } from './replay.js';
import { twoPeopleCommands } from './two-people.js';

const COMMANDS: Readonly<Record<string, Command>> = {
  ...lookCommands,
  ...erasureCommands,
  ...decideCommands,
  ...twoPeopleCommands,
  ...replayCommands,
};

const LOOKS: ReadonlySet<Command | undefined> = new Set([
  ...Object.values(lookCommands),
  twoPeopleCommands['approvals'],
]);

export interface OpsSurroundings {
  readonly environment: Environment;
  readonly say: Say;
  readonly complain: Say;
}

/** Runs one command. Resolves to the exit code: 0 done, 1 refused or impossible now, 2 not understood. */
export async function runOps(
  words: readonly string[],
  { environment, say, complain }: OpsSurroundings,
): Promise<number> {
  let connections: Connections | undefined;
  try {
    const args = new Arguments(words);
    const command = COMMANDS[args.command ?? ''];
    if (command === undefined) {
      if (args.command !== undefined) complain(`There is no command "${args.command}".`);
      help(args.command === undefined ? say : complain);
      return args.command === undefined ? 0 : 2;
    }
    const variables = { ...environment, ...args.environment };
    connections = new Connections(args, variables);
    const caller = new Caller(args, variables);
    const action = LOOKS.has(command) ? 'delivery.look' : 'delivery.decide';
    await runRecorded(command, action, { args, connections, caller, environment: variables, say });
    return 0;
  } catch (error) {
    return refuse(error, complain);
  } finally {
    await connections?.close();
  }
}

const REFUSALS = [
  DecisionRefusedError,
  DatabaseUnavailableError,
  InvalidTokenError,
  IssuerUnavailableError,
];

function refuse(error: unknown, complain: Say): number {
  if (error instanceof UsageError || error instanceof EnvironmentError) {
    complain(`${error.message} (npm run ops -- --help)`);
    return 2;
  }
  if (error instanceof Problem) {
    complain(`${error.code}: ${error.message}`);
    return 1;
  }
  if (REFUSALS.some((kind) => error instanceof kind)) {
    complain((error as Error).message);
    return 1;
  }
  throw error;
}

function help(say: Say): void {
  say('npm run ops -- COMMAND …');
  for (const { usage, does } of Object.values(COMMANDS)) {
    say('');
    say(`  ${usage}`);
    say(`      ${does}`);
  }
  say('');
  say('The database is --db URL, or <SERVICE>_DB_URL of --env FILE or of the environment;');
  say('its password may be apart, in the file <SERVICE>_DB_PASSWORD_FILE.');
  say('npm run stack writes such a file: --env .local/stack/ops.env');
  say(
    'Who decides is the operator of the access token in --token-file FILE or OPS_TOKEN, checked at OIDC_ISSUER for',
  );
  say('OIDC_AUDIENCE; without one the name of the login, where one person may decide.');
}
