import type { ThrottlerStorage } from '@nestjs/throttler';
import type { Redis } from 'ioredis';
import {
  RateLimiterMemory,
  RateLimiterRedis,
  RateLimiterRes,
  type RateLimiterAbstract,
} from 'rate-limiter-flexible';

const SECOND_MS = 1_000;
const BEYOND = 1;

type Record = Awaited<ReturnType<ThrottlerStorage['increment']>>;

/**
 * Counts requests in fixed windows: in this process, or in Redis for all processes of a service. While Redis is away each
 * process counts for itself: nobody is refused because of that, and nobody gets more than the limit from one process.
 */
export class LimiterStorage implements ThrottlerStorage {
  private readonly limiters = new Map<string, RateLimiterAbstract>();

  /** @param prefix keeps services apart that share one Redis */
  constructor(
    private readonly prefix: string,
    private readonly redis?: Redis,
  ) {}

  async increment(
    key: string,
    ttl: number,
    limit: number,
    _blockDuration: number,
    name: string,
  ): Promise<Record> {
    const found = await this.limiterOf(name, limit, ttl)
      .consume(key)
      .catch((refused: unknown) => {
        if (refused instanceof RateLimiterRes) return refused;
        throw refused;
      });
    const seconds = Math.ceil(found.msBeforeNext / SECOND_MS);
    const isBlocked = found.consumedPoints > limit;
    return {
      totalHits: found.consumedPoints,
      timeToExpire: seconds,
      isBlocked,
      timeToBlockExpire: isBlocked ? seconds : 0,
    };
  }

  private limiterOf(name: string, points: number, ttl: number): RateLimiterAbstract {
    const known = this.limiters.get(name);
    if (known) return known;
    const options = { points, duration: ttl / SECOND_MS, keyPrefix: `${this.prefix}:limit` };
    const memory = new RateLimiterMemory(options);
    const limiter = this.redis
      ? new RateLimiterRedis({
          ...options,
          storeClient: this.redis,
          rejectIfRedisNotReady: true,
          insuranceLimiter: memory,
          // Whoever is beyond the limit is refused here until the window ends, without asking again.
          inMemoryBlockOnConsumed: points + BEYOND,
        })
      : memory;
    this.limiters.set(name, limiter);
    return limiter;
  }
}
