import { HttpException } from '@nestjs/common';
import { PROBLEMS } from '@app/contracts';
import type { ProblemCode } from '@app/contracts';
import { Problem } from './problem.error.js';
import type { FieldError } from './problem.error.js';

const CODE_OF_STATUS: Readonly<Record<number, ProblemCode>> = {
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not-found',
  405: 'method-not-allowed',
  412: 'version-changed',
  413: 'payload-too-large',
  415: 'unsupported-media-type',
  428: 'if-match-missing',
  429: 'too-many-requests',
  503: 'database-unavailable',
};

const RETRY_AFTER_SECONDS = 5;

/** What the edge answers to anything thrown. What nobody foresaw is `internal`, and keeps its cause for the log only. */
export function toProblem(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown;
  if (!(thrown instanceof Error)) return new Problem('internal', { cause: thrown });
  if (isUnavailable(thrown)) return unavailable(unavailableCode(thrown), thrown);
  if (isUnreadableBody(thrown)) return new Problem('malformed-json', { cause: thrown });
  if (thrown instanceof HttpException) return fromStatus(thrown.getStatus(), thrown);
  if (thrown.name === 'FastifyError') return fromStatus(statusOf(thrown), thrown);
  return new Problem('internal', { cause: thrown });
}

function fromStatus(status: number, thrown: Error): Problem {
  const code =
    CODE_OF_STATUS[status] ?? (status >= 400 && status < 500 ? 'invalid-request' : 'internal');
  if (code === 'database-unavailable') return unavailable(code, thrown);
  if (code !== 'invalid-request') return new Problem(code, { cause: thrown });
  return new Problem(code, { cause: thrown, errors: validationErrors(thrown) });
}

/** By name, since the libraries that throw them are no dependency of this one. */
const isUnavailable = ({ name }: Error): boolean =>
  name.endsWith('UnavailableError') ||
  name === 'UnknownOutcomeError' ||
  name === 'DatabaseBusyError';

function unavailableCode(error: Error): ProblemCode {
  const code = 'code' in error ? String(error.code) : '';
  return Object.hasOwn(PROBLEMS, code) ? (code as ProblemCode) : 'database-unavailable';
}

function unavailable(code: ProblemCode, thrown: Error): Problem {
  const asked =
    'retryAfterSeconds' in thrown ? Number(thrown.retryAfterSeconds) : RETRY_AFTER_SECONDS;
  const seconds = Number.isFinite(asked) ? Math.max(1, Math.ceil(asked)) : RETRY_AFTER_SECONDS;
  return new Problem(code, { cause: thrown, headers: { 'retry-after': String(seconds) } });
}

/**
 * Fastify's refusals of a body. Nest's adapter hands them on as a bare HttpException of the same status (its own
 * refusals are subclasses), except those of the JSON parser for forbidden keys, a SyntaxError.
 */
function isUnreadableBody(error: Error): boolean {
  const bare = error.constructor === HttpException || error instanceof SyntaxError;
  return (bare || error.name === 'FastifyError') && statusOf(error) === 400;
}

function statusOf(error: Error): number {
  if (error instanceof HttpException) return error.getStatus();
  return 'statusCode' in error ? Number(error.statusCode) : 500;
}

/** Nest's ValidationPipe gives sentences that begin with the path of the field. */
function validationErrors(thrown: Error): FieldError[] {
  const response = thrown instanceof HttpException ? thrown.getResponse() : undefined;
  const sentences = typeof response === 'object' && 'message' in response ? response.message : [];
  if (!Array.isArray(sentences)) return [];
  return sentences
    .filter((sentence) => typeof sentence === 'string')
    .map((sentence) => ({
      field: sentence.split(' ', 1)[0] ?? '',
      code: 'invalid',
      message: sentence,
    }));
}
