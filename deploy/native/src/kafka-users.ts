import type { KafkaLogin } from '@app/messaging';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Who sets up the cluster, and looks into topics in tests; may do everything. */
export const ADMINISTRATOR = 'administrator';
/** The nodes among themselves. */
export const NODE = 'node';

/** The users of one cluster with random passwords, in a file of its folder that only its owner reads. */
export class KafkaUsers {
  readonly #file: string;
  readonly #passwords: Record<string, string>;

  constructor(dataDir: string) {
    this.#file = join(dataDir, 'users.json');
    this.#passwords = existsSync(this.#file)
      ? (JSON.parse(readFileSync(this.#file, 'utf8')) as Record<string, string>)
      : {};
  }

  get all(): KafkaLogin[] {
    return Object.entries(this.#passwords).map(([username, password]) => ({ username, password }));
  }

  /** Logins for those of the names that have none yet; they count when `keep` was told of them. */
  missing(names: readonly string[]): KafkaLogin[] {
    return names
      .filter((name) => !(name in this.#passwords))
      .map((username) => ({ username, password: randomBytes(18).toString('base64url') }));
  }

  keep(logins: readonly KafkaLogin[]): void {
    for (const { username, password } of logins) this.#passwords[username] = password;
    writeFileSync(this.#file, JSON.stringify(this.#passwords, null, 2), { mode: 0o600 });
  }

  login(username: string): KafkaLogin {
    const password = this.#passwords[username];
    if (!password) throw new Error(`The Kafka cluster has no user ${username}.`);
    return { username, password };
  }
}
