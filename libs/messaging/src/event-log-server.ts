import { Server, type CustomTransportStrategy } from '@nestjs/microservices';
import type { ServiceMessaging } from './service-messaging.js';

/** Ties a ServiceMessaging to Nest's life cycle: `app.connectMicroservice({ strategy: new EventLogServer(messaging) })`. */
export class EventLogServer extends Server implements CustomTransportStrategy {
  override readonly transportId = Symbol('madoguchi:event-log');

  constructor(private readonly messaging: ServiceMessaging) {
    super();
  }

  listen(callback: (error?: unknown) => void): void {
    this.messaging.start().then(() => callback(), callback);
  }

  async close(): Promise<void> {
    await this.messaging.stop();
  }

  on(): void {
    throw new Error('EventLogServer emits no events: ask readiness() of its ServiceMessaging.');
  }

  unwrap<T>(): T {
    return this.messaging as T;
  }
}
