import { Catch } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import type { Logger } from './logger.js';
import type { Problem } from './problem.error.js';
import { PROBLEM_JSON, toProblemJson } from './problem-json.js';
import { toProblem } from './to-problem.js';

/** The structural parts of Fastify's request and reply that the filter needs. */
interface Request {
  readonly id?: string;
  readonly method?: string;
  readonly routeOptions?: { readonly url?: string };
}
interface Reply {
  readonly raw: { readonly headersSent: boolean; destroy(): unknown };
  status(status: number): unknown;
  headers(fields: Record<string, string>): unknown;
  send(body: string): unknown;
}

/**
 * The one filter: every error of a request leaves as problem+json with a code of `PROBLEMS`, without internals, and
 * with the request's id as `instance`. Internal errors are logged under the same id. For platform-fastify; set it once
 * per application with `useGlobalFilters`.
 */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    if (host.getType() !== 'http') throw thrown;
    const request = host.switchToHttp().getRequest<Request>();
    const reply = host.switchToHttp().getResponse<Reply>();
    const problem = toProblem(thrown);
    this.log(problem, request);
    // A stream that has begun cannot become a problem any more; cutting it tells the client that it is not complete.
    if (reply.raw.headersSent) reply.raw.destroy();
    else answer(reply, problem, request.id ?? 'unknown');
  }

  private log(problem: Problem, request: Request): void {
    const method =
      problem.code === 'internal'
        ? this.logger.error
        : problem.status >= 500
          ? this.logger.warn
          : undefined;
    const { cause } = problem;
    method?.(
      {
        requestId: request.id,
        method: request.method,
        route: request.routeOptions?.url,
        code: problem.code,
        status: problem.status,
        err: cause instanceof Error ? cause : problem,
      },
      'A request could not be served',
    );
  }
}

function answer(reply: Reply, problem: Problem, requestId: string): void {
  reply.status(problem.status);
  // The type last: nothing that a problem carries may change it.
  reply.headers({ 'cache-control': 'no-store', ...problem.headers, 'content-type': PROBLEM_JSON });
  reply.send(JSON.stringify(toProblemJson(problem, requestId)));
}
