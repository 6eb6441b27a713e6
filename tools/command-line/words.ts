import { readFileSync } from 'node:fs';
import { parseArgs, parseEnv } from 'node:util';
import type { Environment } from '@app/observability';

/** The command was not understood: the message says what is missing. Exit code 2. */
export class UsageError extends Error {}

type Kind = 'string' | 'boolean';
const HELP = { help: { type: 'boolean' } } as const;

/** What a tool's own options are: texts, or flags. */
export type Options<Name extends string> = Readonly<Record<Name, { readonly type: Kind }>>;

/** The words of one call of a tool: a command, perhaps its subject, and options; each checked when it is asked for. */
export class Words<Name extends string> {
  /** Undefined where help is wanted, or nothing was said. */
  readonly command: string | undefined;
  protected readonly subject: string | undefined;
  private readonly values: Readonly<Record<string, unknown>>;

  /** @throws UsageError for an option that is not one of these, and for a word too many */
  constructor(
    words: readonly string[],
    options: Options<Name>,
    { hasSubject = false }: { readonly hasSubject?: boolean } = {},
  ) {
    const { values, positionals } = parsed(words, options);
    const excess = positionals[hasSubject ? 2 : 1];
    if (excess !== undefined) throw new UsageError(`Unexpected argument "${excess}".`);
    this.values = values;
    const [command, subject] = positionals;
    const wantsHelp = values['help'] === true || command === 'help';
    [this.command, this.subject] = wantsHelp ? [] : [command, subject];
  }

  optional(name: Name): string | undefined {
    const value = this.values[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  }

  required(name: Name): string {
    const value = this.optional(name);
    if (value === undefined) throw new UsageError(`--${name} is missing.`);
    return value;
  }

  has(name: Name): boolean {
    return this.values[name] === true;
  }

  /** The variables of a file that an option names; `npm run stack` writes such files. None without the option. */
  protected variablesOf(name: Name): Environment {
    const file = this.optional(name);
    if (file === undefined) return {};
    try {
      return parseEnv(readFileSync(file, 'utf8'));
    } catch (error) {
      throw new UsageError(`--${name}: ${file} cannot be read (${(error as Error).message}).`);
    }
  }
}

function parsed(words: readonly string[], options: Readonly<Record<string, { type: Kind }>>) {
  try {
    const all = { ...options, ...HELP };
    return parseArgs({ args: [...words], options: all, allowPositionals: true });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
