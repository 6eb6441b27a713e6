import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { PROBLEM_JSON, Problem, toProblemJson } from '@app/observability';
import { OPERATIONS } from './operations-routes.js';
import { refuseUnreadableRequest } from './refuse-unreadable-request.js';

const REQUEST_TIMEOUT_MS = 30_000;

/** A client that dribbles its header away holds nothing for longer. */
const HEADERS_TIMEOUT_MS = 10_000;
/** How often Node looks for connections whose time is over. */
const TIMEOUTS_LOOKED_FOR_MS = 1_000;
/** Longer than a gateway keeps its own, so that it is the gateway who closes. */
const KEEP_ALIVE_TIMEOUT_MS = 72_000;

/** What neither helmet's hook nor ours reaches: a URL that cannot be decoded. */
const BARE_HEADERS = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' } as const;

/** Asked also of a process that stops. */
const OPERATORS_ROUTES: ReadonlySet<string> = new Set(Object.values(OPERATIONS));

export interface FastifySettings {
  /** Bytes. */
  readonly bodyLimit: number;
  readonly isStopping: () => boolean;
  /** Addresses and networks whose X-Forwarded-For counts. */
  readonly trustedProxies: readonly string[];
}

/** Fastify with our limits. It takes JSON and, where a route says so, a form with a file (files/). */
export function fastifyAdapter(settings: FastifySettings): FastifyAdapter {
  const { bodyLimit, isStopping, trustedProxies } = settings;
  const adapter = new FastifyAdapter({
    bodyLimit,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    http: {
      headersTimeout: HEADERS_TIMEOUT_MS,
      connectionsCheckingInterval: TIMEOUTS_LOOKED_FOR_MS,
    },
    trustProxy: trustedProxies.length > 0 && [...trustedProxies],
    genReqId: () => randomUUID(),
    // It would cut their connection off; see the hooks below for how they are refused.
    return503OnClosing: false,
    frameworkErrors: refuseUnreadableUrl,
    clientErrorHandler: refuseUnreadableRequest,
  });
  const fastify = adapter.getInstance();
  fastify.removeContentTypeParser('text/plain');
  fastify.addHook('onRequest', (request, reply, done) => {
    // A person's browser must not keep anything of ours; what else it must not do, helmet says (http-app.ts).
    reply.headers({ 'cache-control': 'no-store', 'x-request-id': request.id });
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
  raw.writeHead(problem.status, { ...BARE_HEADERS, 'content-type': PROBLEM_JSON });
  raw.end(JSON.stringify(toProblemJson(problem, request.id)));
}
