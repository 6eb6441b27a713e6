import type { Front } from '../../../deploy/native/src/index.js';
import { FaultProxy } from './fault-proxy.js';

/** The proxies of one stack: between its services and PostgreSQL, and every Kafka node. */
export class Wire {
  readonly #proxies = new Map<string, FaultProxy>();

  /** For `StackOptions`. */
  readonly front: Front = async (server, port) => {
    const protocol = server === 'postgres' ? 'postgres' : 'kafka';
    const proxy = await FaultProxy.open({ protocol, target: { host: '127.0.0.1', port } });
    this.#proxies.set(server, proxy);
    return proxy.port;
  };

  /** In front of the first Kafka node. */
  get kafka(): FaultProxy {
    return this.#before('kafka-1');
  }

  get postgres(): FaultProxy {
    return this.#before('postgres');
  }

  heal(): void {
    for (const { weather } of this.#proxies.values()) weather.heal();
  }

  async close(): Promise<void> {
    await Promise.all([...this.#proxies.values()].map((proxy) => proxy.close()));
  }

  #before(server: string): FaultProxy {
    const proxy = this.#proxies.get(server);
    if (!proxy)
      throw new Error(`There is no proxy before ${server}: the fault needs { wire: true }.`);
    return proxy;
  }
}
