import { Catch } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import type { Logger } from './logger.js';
import type { Problem } from './problem.error.js';
import { answerProblem, type ProblemReply } from './answer-problem.js';
import { toProblem } from './to-problem.js';

/** The structural parts of Fastify's request and reply that the filter needs. */
interface Request {
  readonly id?: string;
  readonly method?: string;
  readonly headers?: { readonly 'accept-language'?: string };
  readonly routeOptions?: { readonly url?: string };
}
interface Reply extends ProblemReply {
  readonly raw: { readonly headersSent: boolean; destroy(): unknown };
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
    else
      answerProblem(reply, problem, request.id ?? 'unknown', request.headers?.['accept-language']);
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
