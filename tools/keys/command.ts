import { SERVICES, type ServiceName } from '@app/contracts';
import { withSecretFiles, type Environment } from '@app/observability';
import { urlWith } from '@app/persistence';
import { KEY_DATABASE, type KeyFiles } from '@app/privacy';
import { join } from 'node:path';
import { UsageError, Words } from '../command-line/words.js';

const OPTIONS = {
  keys: { type: 'string' },
  env: { type: 'string' },
  batch: { type: 'string' },
  days: { type: 'string' },
  erased: { type: 'string' },
  socket: { type: 'string' },
} as const;

/** One call of `npm run keys`: its words, its environment, and somebody to tell. */
export class Call extends Words<keyof typeof OPTIONS> {
  private readonly environment: Environment;

  constructor(
    words: readonly string[],
    environment: Environment,
    readonly say: (line: string) => void,
  ) {
    super(words, OPTIONS, { hasSubject: true });
    this.environment = { ...environment, ...this.variablesOf('env') };
  }

  get service(): ServiceName {
    const known = SERVICES.find((name) => name === this.subject);
    if (!known) throw new UsageError(`Name one of ${SERVICES.join(', ')}.`);
    return known;
  }

  get folder(): string {
    if (this.subject === undefined) throw new UsageError('Name a folder.');
    return this.subject;
  }

  number(name: 'batch' | 'days', otherwise?: number): number {
    const text = this.optional(name) ?? otherwise?.toString() ?? this.required(name);
    if (!/^[1-9]\d{0,4}$/.test(text)) throw new UsageError(`--${name} is a whole number above 0.`);
    return Number(text);
  }

  /** Of one service in the folder of `--keys`, as `npm run secrets`, `npm run stack` and `npm start` make them. */
  filesOf(service: ServiceName): KeyFiles {
    const folder = this.required('keys');
    return {
      privateKeyFile: join(folder, `${service}.private.pem`),
      publicKeysFile: join(folder, 'public-keys.json'),
    };
  }

  /** Of the key database, with the service's own login. */
  urlOf(service: ServiceName): string {
    const prefix = `${service.toUpperCase().replaceAll('-', '_')}_`;
    const variables = withSecretFiles(this.environment, [`${prefix}DB_PASSWORD`]);
    const { [`${prefix}KEYS_DB_URL`]: own, [`${prefix}DB_URL`]: data } = variables;
    const url = own ?? (data && urlWith(data, { database: KEY_DATABASE }));
    if (!url) throw new UsageError(`Set ${prefix}KEYS_DB_URL, or give --env.`);
    const password = variables[`${prefix}DB_PASSWORD`];
    return password ? urlWith(url, { password }) : url;
  }

  /** Of the key database, with a login that may read and write its tables. */
  get adminUrl(): string {
    const { KEYS_ADMIN_URL: url, KEYS_ADMIN_PASSWORD: password } = withSecretFiles(
      this.environment,
      ['KEYS_ADMIN_PASSWORD'],
    );
    if (!url)
      throw new UsageError('Set KEYS_ADMIN_URL: the key database, as its owner or administrator.');
    return password ? urlWith(url, { password }) : url;
  }
}

export interface Command {
  readonly usage: string;
  readonly does: string;
  run(call: Call): Promise<void>;
}
