import { createHmac, createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import type { CanActivate } from '@nestjs/common';
import type { Logger } from '@app/observability';
import type { HttpSettings } from '../http-variables.js';
import { connectRedis } from './connect-redis.js';
import { LimiterStorage } from './limiter-storage.js';
import type { AddressThrottle, SubjectThrottle, ThrottleOptions } from './throttle.guard.js';

/** The limits of one process; the guards stand around the one that proves who calls. */
export interface RateLimits {
  readonly beforeProof: readonly CanActivate[];
  readonly afterProof: readonly CanActivate[];
  close(): void;
}

export interface RateLimitParts {
  /** Names the service in Redis. */
  readonly name: string;
  readonly logger: Logger;
  /** The key under which callers are counted in Redis, the same in all processes of the service. */
  readonly sharedKey: () => Promise<Buffer>;
}

/** @returns guards for the limits that are not 0 */
export async function rateLimits(
  { perSubject, perAddress, redis: access }: HttpSettings,
  { name, logger, sharedKey }: RateLimitParts,
): Promise<RateLimits> {
  // Late, as @nestjs/throttler is CommonJS and requires Nest, which is not: it must be there, whole, before.
  const guards = await import('./throttle.guard.js');
  const redis = access && connectRedis(access, logger);
  const storage = new LimiterStorage(`madoguchi:${name}`, redis);
  const pseudonymOf = pseudonyms(redis ? sharedKey : undefined, logger);
  const guard = async (
    kind: typeof AddressThrottle | typeof SubjectThrottle,
    options: Pick<ThrottleOptions, 'name' | 'limit'>,
  ): Promise<CanActivate[]> => {
    if (options.limit === 0) return [];
    const made = new kind({ ...options, storage, pseudonymOf });
    await made.onModuleInit();
    return [made];
  };
  return {
    beforeProof: await guard(guards.AddressThrottle, { name: 'address', limit: perAddress }),
    afterProof: await guard(guards.SubjectThrottle, { name: 'subject', limit: perSubject }),
    close: () => redis?.disconnect(),
  };
}

/**
 * A keyed hash instead of addresses and subjects. Where the shared key cannot be had, a key of this process alone: it then
 * counts for itself until it is started again.
 */
function pseudonyms(
  sharedKey: RateLimitParts['sharedKey'] | undefined,
  logger: Logger,
): (tracker: string) => Promise<string> {
  let key: Promise<KeyObject> | undefined;
  const own = (): Buffer => randomBytes(32);
  const load = (): Promise<Buffer> =>
    sharedKey?.().catch(() => {
      logger.warn('Rate limits: no shared key, this process counts for itself');
      return own();
    }) ?? Promise.resolve(own());
  return async (tracker) => {
    key ??= load().then(createSecretKey);
    return createHmac('sha256', await key)
      .update(tracker)
      .digest('base64url');
  };
}
