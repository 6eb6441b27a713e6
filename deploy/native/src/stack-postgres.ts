import { embeddedPostgres, type EmbeddedPostgres, type StopMode } from '@app/persistence';
import type { ServerCertificate } from './stack-tls.js';

export interface StackPostgresOptions {
  readonly dataDir: string;
  readonly port: number;
  /** Beside our own. */
  readonly settings?: Readonly<Record<string, string>> | undefined;
  readonly tls?: ServerCertificate | undefined;
  readonly onEvent: (event: string) => void;
}

const PAUSE_MS = 200;

/** PostgreSQL with real durability, on one port for good; started again when it dies without having been told to. */
export class StackPostgres {
  readonly #options: StackPostgresOptions;
  #server?: EmbeddedPostgres;
  #starting?: Promise<EmbeddedPostgres>;
  #wanted = false;

  constructor(options: StackPostgresOptions) {
    this.#options = options;
  }

  get pid(): number | undefined {
    return this.#server?.pid;
  }

  get adminUrl(): string {
    if (!this.#server) throw new Error('PostgreSQL does not run.');
    return this.#server.adminUrl;
  }

  async start(): Promise<void> {
    this.#wanted = true;
    const { dataDir, port, settings, tls } = this.#options;
    this.#starting ??= embeddedPostgres({ dataDir, port, tls, ...(settings && { settings }) });
    try {
      this.#watch(await this.#starting);
    } finally {
      this.#starting = undefined;
    }
  }

  /** `immediate` is a crash that is recovered at the next start. It stays down until `start()`. */
  async stop(mode: StopMode = 'fast'): Promise<void> {
    this.#wanted = false;
    await this.#starting?.catch(() => undefined);
    const server = this.#server;
    this.#server = undefined;
    await server?.stop(mode);
  }

  /** A fault: it dies and comes back by itself. */
  async kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    const server = this.#server;
    if (!server) return;
    process.kill(server.pid, signal);
    if (signal === 'SIGKILL') await server.exited;
  }

  #watch(server: EmbeddedPostgres): void {
    if (this.#server === server) return;
    this.#server = server;
    void server.exited.then(() => {
      if (this.#server !== server || !this.#wanted) return;
      this.#server = undefined;
      this.#options.onEvent('postgres died; it starts again');
      this.#again();
    });
  }

  #again(): void {
    const retry = (): void => {
      if (this.#wanted && !this.#server) this.start().catch(() => setTimeout(retry, PAUSE_MS));
    };
    retry();
  }
}
