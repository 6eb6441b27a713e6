import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { PROBLEM_JSON, Problem, toProblemJson } from '@app/observability';
import { OPERATIONS } from './operations-routes.js';

const REQUEST_TIMEOUT_MS = 30_000;

/** What every answer carries; a person's browser must neither keep, frame, sniff nor pass on anything of ours. */
const SECURITY_HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
} as const;

/** Asked also of a process that stops. */
const OPERATORS_ROUTES: ReadonlySet<string> = new Set(Object.values(OPERATIONS));

export interface FastifySettings {
  /** Bytes. */
  readonly bodyLimit: number;
  readonly isStopping: () => boolean;
}

/** Fastify with our limits. It takes JSON and nothing else. */
export function fastifyAdapter({ bodyLimit, isStopping }: FastifySettings): FastifyAdapter {
  const adapter = new FastifyAdapter({
    bodyLimit,
    requestTimeout: REQUEST_TIMEOUT_MS,
    genReqId: () => randomUUID(),
    // It would cut their connection off; see the hooks below for how they are refused.
    return503OnClosing: false,
    frameworkErrors: refuseUnreadableUrl,
  });
  const fastify = adapter.getInstance();
  fastify.removeContentTypeParser('text/plain');
  fastify.addHook('onRequest', (request, reply, done) => {
    reply.headers({ ...SECURITY_HEADERS, 'x-request-id': request.id });
    // Many clients name a type also where they send no body, as with a claim: that is no JSON that cannot be read.
    if (hasNoBody(request.headers)) delete request.headers['content-type'];
    done();
  });
  // When the body has been read: closed with unread bytes, a connection is reset, and the client may never see the answer.
  fastify.addHook('preValidation', (request, reply, done) => {
    if (!isStopping() || OPERATORS_ROUTES.has(request.routeOptions.url ?? '')) return done();
    const problem = new Problem('shutting-down');
    void reply
      .code(problem.status)
      .headers({ 'content-type': PROBLEM_JSON, 'retry-after': '1' })
      .send(JSON.stringify(toProblemJson(problem, request.id)));
  });
  fastify.addHook('onSend', (_request, reply, _payload, done) => {
    if (isStopping()) reply.header('connection', 'close');
    done();
  });
  return adapter;
}

const hasNoBody = (headers: IncomingHttpHeaders): boolean =>
  headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) === 0;

/** A URL that cannot be decoded reaches neither hooks nor Nest. */
function refuseUnreadableUrl(
  _error: unknown,
  request: { readonly id: string },
  { raw }: { readonly raw: ServerResponse },
): void {
  const problem = new Problem('not-found');
  raw.writeHead(problem.status, { ...SECURITY_HEADERS, 'content-type': PROBLEM_JSON });
  raw.end(JSON.stringify(toProblemJson(problem, request.id)));
}
