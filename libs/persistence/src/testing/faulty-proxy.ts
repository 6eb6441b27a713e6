import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** Stands between a pool and PostgreSQL, and fails as a network does. */
export class FaultyProxy {
  private readonly sockets = new Set<Socket>();
  private commitsToCut = 0;
  private refusing = false;

  private constructor(
    private readonly target: URL,
    private readonly server: Server,
  ) {}

  /** @param targetUrl of the real server */
  static async to(targetUrl: string): Promise<FaultyProxy> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const proxy = new FaultyProxy(new URL(targetUrl), server);
    server.on('connection', (client) => proxy.pass(client));
    return proxy;
  }

  /** The target's URL by way of this proxy. */
  get url(): string {
    const url = new URL(this.target);
    url.hostname = '127.0.0.1';
    url.port = String((this.server.address() as AddressInfo).port);
    return url.href;
  }

  /** Passes the next COMMITs on, but not their answers: it hangs up instead. */
  cutAnswersToCommit(times: number): void {
    this.commitsToCut = times;
  }

  /** From now on nobody comes through; who was connected is cut off. */
  refuse(): void {
    this.refusing = true;
    for (const socket of this.sockets) socket.destroy();
  }

  restore(): void {
    this.refusing = false;
  }

  async close(): Promise<void> {
    this.refuse();
    this.server.close();
    await once(this.server, 'close');
  }

  private pass(client: Socket): void {
    const upstream = connect(Number(this.target.port), this.target.hostname);
    let cut = false;
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      this.sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.sockets.delete(socket);
        other.destroy();
      });
    }
    if (this.refusing) return void client.destroy();
    client.on('data', (bytes) => {
      if (this.commitsToCut > 0 && bytes.includes('COMMIT\0')) {
        this.commitsToCut -= 1;
        cut = true;
      }
      upstream.write(bytes);
    });
    upstream.on('data', (bytes) => (cut ? client.destroy() : client.write(bytes)));
  }
}
