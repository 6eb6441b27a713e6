import { InvalidTokenError, IssuerUnavailableError } from '@app/auth';
import { EnvironmentError, Problem, type Environment } from '@app/observability';
import { DatabaseUnavailableError } from '@app/persistence';
import { UsageError } from '../command-line/words.js';
import { Caller } from '../ops/caller.js';
import type { Say } from '../ops/command.js';
import { Connections } from '../ops/connections.js';
import { AuditArguments } from './audit-arguments.js';
import type { AuditCommand } from './audit-command.js';
import { endKeepingCommand } from './end-keeping.js';
import { searchCommand } from './search.js';
import { verifyCommand } from './verify.js';

const COMMANDS: Readonly<Record<string, AuditCommand>> = {
  verify: verifyCommand,
  search: searchCommand,
  'end-keeping': endKeepingCommand,
};

export interface AuditSurroundings {
  readonly environment: Environment;
  readonly say: Say;
  readonly complain: Say;
}

/**
 * Runs one command. Resolves to the exit code: 0 all is well, 1 records were touched (or the caller may not),
 * 2 not understood, or not everything could be looked at.
 */
export async function runAudit(
  words: readonly string[],
  { environment, say, complain }: AuditSurroundings,
): Promise<number> {
  let connections: Connections | undefined;
  try {
    const args = new AuditArguments(words);
    const command = COMMANDS[args.command ?? ''];
    if (command === undefined) {
      if (args.command !== undefined) complain(`There is no command "${args.command}".`);
      help(args.command === undefined ? say : complain);
      return args.command === undefined ? 0 : 2;
    }
    const variables = { ...environment, ...args.environment };
    connections = new Connections(args, variables);
    const caller = new Caller(args, variables);
    return await command.run({ args, connections, caller, environment: variables, say });
  } catch (error) {
    return refuse(error, complain);
  } finally {
    await connections?.close();
  }
}

const UNAVAILABLE = [DatabaseUnavailableError, IssuerUnavailableError];

function refuse(error: unknown, complain: Say): number {
  if (error instanceof UsageError || error instanceof EnvironmentError) {
    complain(`${error.message} (npm run audit -- --help)`);
    return 2;
  }
  if (UNAVAILABLE.some((kind) => error instanceof kind)) {
    complain((error as Error).message);
    return 2;
  }
  if (error instanceof Problem || error instanceof InvalidTokenError) {
    complain(error instanceof Problem ? `${error.code}: ${error.message}` : error.message);
    return 1;
  }
  throw error;
}

function help(say: Say): void {
  say('npm run audit -- COMMAND …');
  for (const { usage, does } of Object.values(COMMANDS)) {
    say('');
    say(`  ${usage}`);
    say(`      ${does}`);
  }
  say('');
  say('The database is --db URL, or <SERVICE>_DB_URL of --env FILE or of the environment;');
  say('its password may be apart, in the file <SERVICE>_DB_PASSWORD_FILE.');
  say('Anchors are read from --anchors FOLDER or ANCHORS_FOLDER, the public keys that count from');
  say(
    '--public-key FILE or <SERVICE>_ANCHOR_PUBLIC_KEY_FILE: bring both from where no administrator',
  );
  say('of the database can write. npm run stack writes an --env file: .local/stack/ops.env');
  say(
    'Who searches is the auditor of the access token in --token-file FILE or OPS_TOKEN, checked at',
  );
  say('OIDC_ISSUER for OIDC_AUDIENCE; the search is written down among the accesses.');
  say('Exit code: 0 well, 1 touched or refused, 2 not understood or not looked at in full.');
}
