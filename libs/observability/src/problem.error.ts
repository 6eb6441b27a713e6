import { PROBLEMS } from '@app/contracts';
import type { ProblemCode } from '@app/contracts';

/** One thing wrong with one part of a request. */
export interface FieldError {
  /** Where, as a path in the body or the name of a parameter: `household.members[0].birthDate`. */
  readonly field: string;
  /** Stable, for programs: `unknown-field`, `required`, `not-a-date`, … */
  readonly code: string;
  /** For people: Japanese first, then English. Never the value that was sent. */
  readonly message: string;
}

export interface ProblemOptions {
  readonly detail?: string;
  readonly errors?: readonly FieldError[];
  /** Header fields of the answer, for example `{ 'retry-after': '5' }`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** For the log only. */
  readonly cause?: unknown;
}

/** A refusal that the edge answers as problem+json (RFC 9457); status and title come from the code. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly loggable = true;
  readonly code: ProblemCode;
  readonly status: number;
  readonly detail: string | undefined;
  readonly errors: readonly FieldError[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: ProblemCode, options: ProblemOptions = {}) {
    super(PROBLEMS[code].titleEn, { cause: options.cause });
    this.code = code;
    this.status = PROBLEMS[code].status;
    this.detail = options.detail;
    this.errors = options.errors ?? [];
    this.headers = options.headers ?? {};
  }
}
