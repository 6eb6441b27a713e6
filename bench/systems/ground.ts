import { join } from 'node:path';
import type { ServiceName } from '@app/contracts';
import { brokerAvailability, type Stack, startStack } from '../../deploy/native/src/index.js';
import { freshRunFolder, removeRunFolder } from '../../tools/client/run-folder.js';
import { projectRoot } from '../../deploy/native/src/project-root.js';

const ACCOUNTS = ['citizen-1', 'citizen-2', 'citizen-3', 'citizen-4', 'citizen-5'];

/** What all subjects of a round stand on: one PostgreSQL, one Kafka, one issuer, all of them new. */
export class Ground {
  private constructor(
    readonly stack: Stack,
    readonly folder: string,
    readonly tokens: Readonly<Record<string, string>>,
  ) {}

  /** With these services of ours; the naive ones are started by who wants them. */
  static async make(
    services: readonly ServiceName[],
    environment: Readonly<Record<string, string>> = {},
  ): Promise<Ground> {
    const broker = brokerAvailability({ ...process.env, KAFKA_BROKERS: '' });
    if (broker.kind === 'none') throw new Error(broker.reason);
    const folder = await freshRunFolder(join(projectRoot, '.local/bench'));
    // When a row was committed is the one clock that costs nobody a statement. It is the same for all subjects.
    const postgresSettings = { track_commit_timestamp: 'on' };
    const stack = await startStack({
      ...{ dataDir: folder, services, environment, postgresSettings },
      withoutLimits: true,
    });
    const tokens = await Promise.all(
      ACCOUNTS.map(async (account) => [account, await stack.issuer.token(account)] as const),
    );
    return new Ground(stack, folder, Object.fromEntries(tokens));
  }

  /** The processes that everybody uses. */
  get sharedPids(): { readonly postgres: readonly number[]; readonly kafka: readonly number[] } {
    const { postgres, kafka } = this.stack;
    return {
      postgres: [postgres.pid ?? []].flat(),
      kafka: kafka?.nodes.flatMap(({ pid }) => pid ?? []) ?? [],
    };
  }

  async clear(): Promise<void> {
    await this.stack.stop();
    await removeRunFolder(this.folder);
  }
}
