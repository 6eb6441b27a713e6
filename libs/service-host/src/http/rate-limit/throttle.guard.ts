import type { ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import {
  ThrottlerGuard,
  type ThrottlerLimitDetail,
  type ThrottlerStorage,
} from '@nestjs/throttler';
import { accessOf } from '@app/auth';
import { Problem } from '@app/observability';

const MINUTE_MS = 60_000;

export interface ThrottleOptions {
  readonly name: string;
  /** Requests in a minute. */
  readonly limit: number;
  readonly storage: ThrottlerStorage;
  /** What stands for a caller where it is counted; never who it is. */
  readonly pseudonymOf: (tracker: string) => Promise<string>;
}

/** One limit for all routes together. Ready after `onModuleInit`, which nobody calls for a guard that Nest did not make. */
abstract class Throttle extends ThrottlerGuard {
  constructor(protected readonly own: ThrottleOptions) {
    const { name, limit, storage } = own;
    const throttlers = [{ name, limit, ttl: MINUTE_MS, blockDuration: 0 }];
    super({ throttlers, setHeaders: false }, storage, new Reflector());
  }

  protected override generateKey(
    _context: ExecutionContext,
    tracker: string,
    name: string,
  ): string {
    return `${name}:${tracker}`;
  }

  protected override throwThrottlingException(
    _context: ExecutionContext,
    { timeToExpire }: ThrottlerLimitDetail,
  ): Promise<void> {
    throw new Problem('too-many-requests', {
      headers: { 'retry-after': String(Math.max(1, timeToExpire)) },
    });
  }
}

/** Before anybody is proved: whoever sends worthless tokens is slowed down as well. */
export class AddressThrottle extends Throttle {
  protected override async getTracker(request: Record<string, unknown>): Promise<string> {
    return this.own.pseudonymOf(await super.getTracker(request));
  }
}

/** Behind the guard that proves the caller. */
export class SubjectThrottle extends Throttle {
  protected override shouldSkip(context: ExecutionContext): Promise<boolean> {
    return Promise.resolve(accessOf(context.switchToHttp().getRequest<object>()) === undefined);
  }

  protected override getTracker(request: Record<string, unknown>): Promise<string> {
    return this.own.pseudonymOf(accessOf(request)?.sub ?? '');
  }
}
