import { Redis } from 'ioredis';
import type { StackRedis } from '../../../deploy/native/src/index.js';
import type { Place } from './place.js';

/** Everything that Redis was told since this began to listen: keys live for a minute only, so looking later finds few. */
export class ToldRedis {
  private readonly told: Buffer[] = [];

  private constructor(private readonly ears: Redis) {}

  static async listen({ url, password }: StackRedis): Promise<ToldRedis> {
    const client = new Redis(url, { password });
    try {
      const ears = await client.monitor();
      const told = new ToldRedis(ears);
      ears.on('monitor', (_time: string, words: string[]) =>
        told.told.push(Buffer.from(words.join(' '))),
      );
      return told;
    } finally {
      client.disconnect();
    }
  }

  get place(): Place {
    return {
      kind: 'redis',
      samples: () => this.told.map((bytes) => ({ where: 'a command to Redis', bytes })),
    };
  }

  close(): void {
    this.ears.disconnect();
  }
}
