import { DecisionRefusedError } from '@app/messaging';
import { EnvironmentError, type Environment } from '@app/observability';
import { DatabaseUnavailableError } from '@app/persistence';
import { Arguments, UsageError } from './arguments.js';
import type { Command, Say } from './command.js';
import { Connections } from './connections.js';
import { decideCommands } from './decide.js';
import { lookCommands } from './look.js';
import { replayCommands } from './replay.js';

const COMMANDS: Readonly<Record<string, Command>> = {
  ...lookCommands,
  ...decideCommands,
  ...replayCommands,
};

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
    connections = new Connections(args, { ...environment, ...args.environment });
    await command.run({ args, connections, say });
    return 0;
  } catch (error) {
    return refuse(error, complain);
  } finally {
    await connections?.close();
  }
}

function refuse(error: unknown, complain: Say): number {
  if (error instanceof UsageError || error instanceof EnvironmentError) {
    complain(`${error.message} (npm run ops -- --help)`);
    return 2;
  }
  if (error instanceof DecisionRefusedError || error instanceof DatabaseUnavailableError) {
    complain(error.message);
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
  say('--by NAME says who decides; the login name when absent.');
}
