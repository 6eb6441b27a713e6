import helmet from '@fastify/helmet';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

/** Nothing loads anything but the page of the documentation, and that only from here. */
const CONTENT_SECURITY_POLICY = {
  useDefaults: false,
  directives: {
    'default-src': ["'none'"],
    'script-src': ["'self'"],
    'style-src': ["'self'", "'unsafe-inline'"],
    'img-src': ["'self'", 'data:'],
    'connect-src': ["'self'"],
    'base-uri': ["'none'"],
    'form-action': ["'none'"],
    'frame-ancestors': ["'none'"],
  },
};

/** What pages of these origins may send and read besides what any page may. Never cookies: there are none. */
const CORS = {
  methods: ['GET', 'POST'],
  allowedHeaders: [
    ...['Authorization', 'Content-Type', 'Accept-Language', 'Idempotency-Key', 'If-Match'],
    ...['Last-Event-ID', 'Madoguchi-Purpose'],
  ],
  exposedHeaders: ['ETag', 'Location', 'Retry-After', 'Idempotent-Replayed', 'X-Request-Id'],
  credentials: false,
  maxAge: 600,
};

/** Security headers on every answer, and the pages that may call: of no other origin unless it is named. */
export async function harden(
  app: NestFastifyApplication,
  corsOrigins: readonly string[],
): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: CONTENT_SECURITY_POLICY,
    frameguard: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' },
  });
  if (corsOrigins.length > 0) app.enableCors({ ...CORS, origin: [...corsOrigins] });
}
