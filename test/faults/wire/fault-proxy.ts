import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import type { Conversation, Exchange } from './conversation.js';
import { KafkaConversation } from './kafka-conversation.js';
import { PostgresConversation } from './postgres-conversation.js';
import { ProxiedConnection } from './proxied-connection.js';
import { Trap, type TrapOptions } from './traps.js';
import { Weather } from './weather.js';

export interface ProxyOptions {
  readonly protocol: 'kafka' | 'postgres';
  readonly target: { readonly host: string; readonly port: number };
  /** Where to listen on 127.0.0.1; default: any free port. */
  readonly port?: number;
}

const CONVERSATIONS: Record<ProxyOptions['protocol'], () => Conversation> = {
  kafka: () => new KafkaConversation(),
  postgres: () => new PostgresConversation(),
};

/**
 * Stands between clients and one server, and is not there until it is told to harm: by weather for all bytes, by traps
 * for single requests and replies. It understands the framing only, and no encryption.
 */
export class FaultProxy {
  readonly weather = new Weather();
  readonly #options: ProxyOptions;
  readonly #server: Server;
  readonly #connections = new Set<ProxiedConnection>();
  readonly #traps = new Set<Trap>();

  private constructor(options: ProxyOptions) {
    this.#options = options;
    this.#server = createServer({ allowHalfOpen: true }, (client) => void this.#accept(client));
  }

  static async open(options: ProxyOptions): Promise<FaultProxy> {
    const proxy = new FaultProxy(options);
    proxy.#server.listen(options.port ?? 0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** The next exchange that matches is harmed, one only. */
  trap(options: TrapOptions): Trap {
    const trap = new Trap(options);
    this.#traps.add(trap);
    return trap;
  }

  /** Ends all connections there are (of this client, or of everybody); new ones may come at once. */
  cut(client?: string): void {
    for (const connection of this.#connections)
      if (client === undefined || connection.clientName === client) connection.cut();
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.cut();
    await closed;
  }

  async #accept(client: Socket): Promise<void> {
    const server = connect({ ...this.#options.target, allowHalfOpen: true });
    const connection = new ProxiedConnection({
      ...{ client, server, weather: this.weather },
      conversation: CONVERSATIONS[this.#options.protocol](),
      trapFor: (exchange) => this.#trapFor(exchange),
    });
    this.#connections.add(connection);
    await connection.run();
    this.#connections.delete(connection);
  }

  #trapFor(exchange: Exchange): Trap | undefined {
    for (const trap of this.#traps) {
      if (!trap.takes(exchange)) continue;
      this.#traps.delete(trap);
      return trap;
    }
    return undefined;
  }
}
