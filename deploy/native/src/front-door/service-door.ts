import { PROBLEM_JSON, Problem, toProblemJson } from '@app/observability';
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { bodyOf } from './body.js';
import { Forwarding } from './forwarding.js';
import type { Upstream } from './upstream.js';

/** Longer than any client keeps an idle connection: a request never meets one that is just being closed. */
const KEEP_ALIVE_MS = 72_000;

/** The one address of a service, whichever of its processes answers. Health and metrics are no business of clients. */
export class ServiceDoor {
  readonly upstreams: readonly Upstream[];
  readonly #server: Server;
  #turn = 0;

  constructor(upstreams: readonly Upstream[]) {
    this.upstreams = upstreams;
    this.#server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
      this.#serve(request, response).catch((error: unknown) => {
        if (error instanceof Problem && !response.headersSent) refuse(response, error);
        else response.destroy();
      });
    });
  }

  async listen(port: number, host: string): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, host, resolve);
    });
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    for (const upstream of this.upstreams) upstream.close();
    await closed;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (isForOperators(request.url ?? '')) throw new Problem('not-found');
    const forwarding = new Forwarding(request, response, await bodyOf(request));
    const tried = new Set<Upstream>();
    for (;;) {
      const upstream = this.#next(tried);
      if (!upstream) throw unavailable();
      tried.add(upstream);
      if ((await forwarding.to(upstream)) === 'answered') return;
    }
  }

  /** In turn, whoever is open and was not tried for this request. */
  #next(tried: ReadonlySet<Upstream>): Upstream | undefined {
    const open = this.upstreams.filter((one) => one.isOpen && !tried.has(one));
    return open[this.#turn++ % open.length];
  }
}

const unavailable = (): Problem =>
  new Problem('temporarily-unavailable', { headers: { 'retry-after': '1' } });

/** As the service would read it, which decodes the path: `/%6Detrics` is `/metrics` to it. */
function isForOperators(url: string): boolean {
  const path = decoded(url);
  return path.startsWith('/health') || path.startsWith('/metrics');
}

function decoded(url: string): string {
  try {
    return decodeURIComponent(url.split('?', 1)[0] ?? '');
  } catch {
    // The service refuses it as well, and says so properly.
    return '';
  }
}

function refuse(response: ServerResponse, problem: Problem): void {
  response.writeHead(problem.status, {
    'cache-control': 'no-store',
    'content-type': PROBLEM_JSON,
    ...problem.headers,
  });
  response.end(JSON.stringify(toProblemJson(problem, randomUUID())));
}
