import type { Environment } from '@app/observability';
import { BackupRefusedError, KeyStoreUnavailableError, RotationOrderError } from '@app/privacy';
import { backUpCommands } from './back-up.js';
import { UsageError } from '../command-line/words.js';
import { Call, type Command } from './command.js';
import { rotateCommands } from './rotate.js';

const COMMANDS: Readonly<Record<string, Command>> = { ...rotateCommands, ...backUpCommands };

const REFUSALS = [RotationOrderError, KeyStoreUnavailableError, BackupRefusedError] as const;

export interface KeysSurroundings {
  readonly environment: Environment;
  readonly say: (line: string) => void;
  readonly complain: (line: string) => void;
}

/** Runs one command. Resolves to the exit code: 0 done, 1 refused or impossible now, 2 not understood. */
export async function runKeys(
  words: readonly string[],
  { environment, say, complain }: KeysSurroundings,
): Promise<number> {
  try {
    const call = new Call(words, environment, say);
    const command = COMMANDS[call.command ?? ''];
    if (command === undefined) {
      help(call.command === undefined ? say : complain);
      return call.command === undefined ? 0 : 2;
    }
    await command.run(call);
    return 0;
  } catch (error) {
    return refuse(error, complain);
  }
}

function refuse(error: unknown, complain: (line: string) => void): number {
  if (error instanceof UsageError) {
    complain(`${error.message} (npm run keys -- --help)`);
    return 2;
  }
  if (REFUSALS.some((kind) => error instanceof kind)) {
    complain((error as Error).message);
    return 1;
  }
  throw error;
}

function help(say: (line: string) => void): void {
  say('npm run keys -- COMMAND …');
  for (const { usage, does } of Object.values(COMMANDS)) {
    say('');
    say(`  ${usage}`);
    say(`      ${does}`);
  }
  say('');
  say(
    'The key database is <SERVICE>_KEYS_DB_URL of --env FILE or of the environment, else the database',
  );
  say(
    'of <SERVICE>_DB_URL under its own name; the password may be apart, in <SERVICE>_DB_PASSWORD_FILE.',
  );
  say(
    'Backup and restore go in as KEYS_ADMIN_URL says: its owner or administrator (KEYS_ADMIN_PASSWORD_FILE).',
  );
}
