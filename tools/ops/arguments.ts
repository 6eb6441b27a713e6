import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { parseArgs, parseEnv } from 'node:util';
import { SERVICES, TOPICS, type ServiceName } from '@app/contracts';
import type { Decision } from '@app/messaging';

/** The command was not understood: the message says what is missing. Exit code 2. */
export class UsageError extends Error {}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const OPTIONS = {
  service: { type: 'string' },
  db: { type: 'string' },
  env: { type: 'string' },
  id: { type: 'string' },
  topic: { type: 'string' },
  partition: { type: 'string' },
  key: { type: 'string' },
  sequence: { type: 'string' },
  consumer: { type: 'string' },
  since: { type: 'string' },
  projection: { type: 'string' },
  reason: { type: 'string' },
  by: { type: 'string' },
  all: { type: 'boolean' },
  'dry-run': { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

type TextOption = Exclude<keyof typeof OPTIONS, 'all' | 'dry-run' | 'help'>;

/** The words of one call, each checked when it is asked for. */
export class Arguments {
  readonly command: string | undefined;
  private readonly values: Partial<Record<string, string | boolean>>;

  constructor(words: readonly string[]) {
    try {
      const { values, positionals } = parseArgs({
        args: [...words],
        options: OPTIONS,
        allowPositionals: true,
      });
      this.values = values;
      this.command = values.help || positionals[0] === 'help' ? undefined : positionals[0];
      if (positionals.length > 1) throw new Error(`Unexpected argument "${positionals[1]}".`);
    } catch (error) {
      throw new UsageError((error as Error).message);
    }
  }

  get all(): boolean {
    return this.values['all'] === true;
  }

  get dryRun(): boolean {
    return this.values['dry-run'] === true;
  }

  optional(name: TextOption): string | undefined {
    const value = this.values[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  }

  required(name: TextOption): string {
    const value = this.optional(name);
    if (value === undefined) throw new UsageError(`--${name} is missing.`);
    return value;
  }

  get service(): ServiceName {
    const service = this.required('service');
    const known = SERVICES.find((name) => name === service);
    if (!known) throw new UsageError(`--service is one of ${SERVICES.join(', ')}.`);
    return known;
  }

  get topic(): string {
    const topic = this.required('topic');
    if (!TOPICS.some(({ name }) => name === topic))
      throw new UsageError(`--topic is one of ${TOPICS.map(({ name }) => name).join(', ')}.`);
    return topic;
  }

  get key(): string {
    const key = this.required('key').toLowerCase();
    if (!UUID.test(key)) throw new UsageError('--key is a case id.');
    return key;
  }

  get id(): string {
    return String(this.number('id'));
  }

  number(name: 'id' | 'partition' | 'sequence'): number {
    const text = this.required(name);
    if (!/^\d{1,15}$/.test(text)) throw new UsageError(`--${name} is a whole number.`);
    return Number(text);
  }

  get since(): Date | undefined {
    const text = this.optional('since');
    if (text === undefined) return undefined;
    const since = new Date(text);
    if (Number.isNaN(since.getTime()))
      throw new UsageError('--since is an instant, for example 2026-11-20T09:00:00+09:00.');
    return since;
  }

  /** The variables of `--env FILE`; `npm run stack` writes such a file. */
  get environment(): Readonly<Record<string, string | undefined>> {
    const file = this.optional('env');
    if (file === undefined) return {};
    try {
      return parseEnv(readFileSync(file, 'utf8'));
    } catch (error) {
      throw new UsageError(`--env: ${file} cannot be read (${(error as Error).message}).`);
    }
  }

  /** Whatever changes what is delivered needs a reason, which is kept with who gave it. */
  get decision(): Decision {
    const reason = this.optional('reason');
    if (reason === undefined)
      throw new UsageError('--reason is missing: say why, it is kept with the decision.');
    return { reason, by: this.optional('by') ?? userInfo().username };
  }
}
