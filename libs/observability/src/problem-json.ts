import type { ProblemCode } from '@app/contracts';
import type { FieldError, Problem } from './problem.error.js';
import { problemTitle } from './problem-title.js';

export const PROBLEM_JSON = 'application/problem+json; charset=utf-8';

/** The body of every refusal (RFC 9457). */
export interface ProblemJson {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ProblemCode;
  readonly detail?: string;
  readonly errors?: readonly FieldError[];
  /** Names the request, for whoever asks the operators about it. */
  readonly instance: string;
}

/** The title is in the language asked for, else in Japanese and English. */
export function toProblemJson(
  problem: Problem,
  requestId: string,
  acceptLanguage?: string,
): ProblemJson {
  return {
    type: `urn:madoguchi:problem:${problem.code}`,
    title: problemTitle(problem.code, acceptLanguage),
    status: problem.status,
    code: problem.code,
    ...(problem.detail !== undefined && { detail: problem.detail }),
    ...(problem.errors.length > 0 && { errors: problem.errors }),
    instance: `urn:madoguchi:request:${encodeURIComponent(requestId)}`,
  };
}
