import { EventEmitter, once } from 'node:events';

export type Direction = 'to-server' | 'to-client';

/** How it is on the way between clients and a server: what holds for every byte, until it is changed. */
export class Weather {
  /** Milliseconds that every byte takes in each direction. */
  latencyMs = 0;
  private readonly blocked: { direction: Direction; client: string | undefined }[] = [];
  private readonly changes = new EventEmitter().setMaxListeners(0);

  /**
   * Nothing arrives in this direction any more (of this client, or of anybody), until `heal`; then, as with TCP, what
   * was lost is sent again. New connections are accepted and hear nothing.
   */
  partition(direction: Direction | 'both', client?: string): void {
    const directions: Direction[] = direction === 'both' ? ['to-server', 'to-client'] : [direction];
    for (const one of directions) this.blocked.push({ direction: one, client });
  }

  heal(): void {
    this.latencyMs = 0;
    this.blocked.length = 0;
    this.changes.emit('healed');
  }

  /** Resolves when bytes of this client may pass in this direction, or `signal` says that nobody wants to know. */
  async passable(
    direction: Direction,
    client: () => string | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    while (!signal.aborted && this.isBlocked(direction, client()))
      await once(this.changes, 'healed', { signal }).catch(() => undefined);
  }

  private isBlocked(direction: Direction, client: string | undefined): boolean {
    return this.blocked.some(
      (one) => one.direction === direction && (one.client ?? client) === client,
    );
  }
}
