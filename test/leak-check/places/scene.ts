import { dirname, join } from 'node:path';
import { SERVICES } from '@app/contracts';
import pg from 'pg';
import type { Stack } from '../../../deploy/native/src/index.js';
import { kafkaClient } from '../../support/kafka-client.js';
import { ops } from '../../support/operator.js';
import type { Backstage } from '../flows/dead-letter.js';
import type { Exchange } from '../flows/exchange.js';
import { filesPlace } from './files.js';
import { pagesPlace } from './pages.js';
import type { Place, PlaceKind } from './place.js';
import { processesPlace } from './processes.js';
import { ToldRedis } from './redis.js';
import { answersPlace, urlsPlace } from './spoken.js';
import { tablesPlace, urlOf } from './tables.js';
import { topicsPlace } from './topics.js';

/** Everything of a stack in which something could lie, for who may look everywhere. */
export class Scene implements Backstage {
  /** What operators' commands printed. */
  readonly #printed: string[] = [];
  readonly #deadLetters: Buffer[] = [];
  readonly #client: pg.Client;

  private constructor(
    private readonly stack: Stack,
    private readonly folder: string,
    private readonly exchanges: readonly Exchange[],
    private readonly redis: ToldRedis | undefined,
  ) {
    const connectionString = urlOf(stack.addresses.postgres, 'madoguchi');
    this.#client = new pg.Client({ connectionString });
    this.#client.on('error', () => undefined);
  }

  static async of(stack: Stack, folder: string, exchanges: readonly Exchange[]): Promise<Scene> {
    const redis = stack.redis && (await ToldRedis.listen(stack.redis));
    const scene = new Scene(stack, folder, exchanges, redis);
    await scene.#client.connect();
    return scene;
  }

  readonly query = async <Row>(sql: string): Promise<Row[]> =>
    (await this.#client.query(sql)).rows as Row[];

  readonly operate = async (...words: string[]): Promise<void> => {
    const { done, said } = await ops(this.stack.opsEnvironmentFile, ...words);
    if (!done) throw new Error(`npm run ops -- ${words.join(' ')}: ${said}`);
    this.#printed.push(said);
  };

  readonly keep = (letters: readonly object[]): void => {
    for (const value of letters.flatMap((letter) => Object.values(letter) as unknown[]))
      this.#deadLetters.push(Buffer.isBuffer(value) ? value : Buffer.from(JSON.stringify(value)));
  };

  /** @param overlap the length of the longest thing that is looked for */
  async places(overlap: number): Promise<Place[]> {
    const { addresses, kafkaAdministrator } = this.stack;
    const cluster = await this.#postgresFolder();
    // What lies in memory only would be missed among the files.
    await this.query('CHECKPOINT');
    return [
      filesPlace({ kind: 'log', folders: [join(this.folder, 'logs')], overlap }),
      filesPlace({ kind: 'log', folders: [cluster], which: isServerLog, overlap }),
      tablesPlace(addresses.postgres),
      topicsPlace(() => kafkaClient(kafkaAdministrator)),
      pagesPlace('metric', this.#processes('/metrics')),
      pagesPlace('answer', this.#processes('/health/ready', '/health/live', '/docs-json')),
      answersPlace(this.exchanges),
      urlsPlace(this.exchanges),
      ...(this.redis ? [this.redis.place] : []),
      processesPlace(this.#pids()),
      memoryPlace('dead-letter', this.#deadLetters),
      memoryPlace(
        'operator',
        this.#printed.map((text) => Buffer.from(text)),
      ),
      filesPlace({ kind: 'file', folders: [...new Set([this.folder, cluster])], overlap }),
    ];
  }

  async close(): Promise<void> {
    this.redis?.close();
    await this.#client.end();
  }

  /** Elsewhere than the stack's own folder where the server's user cannot enter that. */
  async #postgresFolder(): Promise<string> {
    const [row] = await this.query<{ data_directory: string }>('SHOW data_directory');
    return dirname(row?.data_directory ?? '');
  }

  #processes(...paths: string[]): string[] {
    const processes = SERVICES.flatMap((name) => this.stack.service(name).processes);
    return processes.flatMap(({ url }) => paths.map((path) => `${url}${path}`));
  }

  #pids(): number[] {
    const { postgres, kafka } = this.stack;
    const services = SERVICES.flatMap((name) => this.stack.service(name).processes);
    return [postgres, ...(kafka?.nodes ?? []), ...services].flatMap(({ pid }) => pid ?? []);
  }
}

const memoryPlace = (kind: PlaceKind, all: readonly Buffer[]): Place => ({
  kind,
  samples: () => all.map((bytes) => ({ where: kind, bytes })),
});

const isServerLog = (file: string): boolean => file.endsWith('server.log');
