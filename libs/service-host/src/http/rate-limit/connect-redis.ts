import { readFileSync } from 'node:fs';
import type { Logger } from '@app/observability';
import { Redis } from 'ioredis';
import type { RedisAccess } from '../http-variables.js';

/** No request waits longer for Redis: then this process counts for itself. */
const COMMAND_TIMEOUT_MS = 250;

/** Connects in the background and goes on trying; says once when Redis is away, and once when it is back. */
export function connectRedis({ url, password, caFile }: RedisAccess, logger: Logger): Redis {
  const redis = new Redis(withPassword(url, password), {
    ...(caFile !== undefined && { tls: trusting(caFile) }),
    enableOfflineQueue: false,
    enableAutoPipelining: true,
    maxRetriesPerRequest: 1,
    commandTimeout: COMMAND_TIMEOUT_MS,
  });
  let away = false;
  redis.on('error', (error: Error & { code?: string }) => {
    if (!away) logger.warn({ code: error.code }, 'Redis is away: each process counts for itself');
    away = true;
  });
  redis.on('ready', () => {
    if (away) logger.info('Redis is back');
    away = false;
  });
  return redis;
}

/** In the address, as ioredis takes a user without a password for one with an empty password, whatever its options say. */
function withPassword(url: string, password?: string): string {
  if (password === undefined) return url;
  return Object.assign(new URL(url), { password: encodeURIComponent(password) }).href;
}

/** ioredis asks at each connection, so the file may be exchanged; while it cannot be read the last content counts. */
function trusting(caFile: string): { readonly ca: string } {
  let known = readFileSync(caFile, 'utf8');
  return {
    get ca() {
      try {
        known = readFileSync(caFile, 'utf8');
      } catch {
        // Without any, public authorities would count, which nobody asked for.
      }
      return known;
    },
  };
}
