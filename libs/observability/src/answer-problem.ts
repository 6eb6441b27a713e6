import type { Problem } from './problem.error.js';
import { PROBLEM_JSON, toProblemJson } from './problem-json.js';

/** The structural part of a Fastify reply that a refusal needs. */
export interface ProblemReply {
  status(status: number): unknown;
  headers(fields: Record<string, string>): unknown;
  send(body: string): unknown;
}

/** Answers with a problem; for hooks of Fastify's, which stand before Nest's filter. */
export function answerProblem(
  reply: ProblemReply,
  problem: Problem,
  requestId: string,
  acceptLanguage?: string,
): void {
  reply.status(problem.status);
  // The type last: nothing that a problem carries may change it.
  reply.headers({ 'cache-control': 'no-store', ...problem.headers, 'content-type': PROBLEM_JSON });
  reply.send(JSON.stringify(toProblemJson(problem, requestId, acceptLanguage)));
}
