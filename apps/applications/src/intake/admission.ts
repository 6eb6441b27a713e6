import type { ProblemCode } from '@app/contracts';

export interface AdmissionLimits {
  /** Requests between their first byte and their answer. */
  readonly requests: number;
  /** Bytes of their bodies together. */
  readonly bytes: number;
  /** For how long nobody is let in after the database or the key store failed, in milliseconds. */
  readonly pauseMs: number;
}

export interface Refusal {
  readonly code: ProblemCode;
  readonly retryAfterSeconds: number;
}

/** Some seconds of work for one process; the bodies are what counts when they are long. */
export const INTAKE_LIMITS: AdmissionLimits = {
  requests: 1_000,
  bytes: 16 * 1024 * 1024,
  pauseMs: 1_000,
};

const FULL: Refusal = { code: 'too-many-requests', retryAfterSeconds: 2 };
const AWAY_SECONDS = 2;

/**
 * How many filings may be under way in this process, counted from their first byte: so memory is bounded before a body is
 * read. While PostgreSQL or the key store is away they are refused at once instead of waiting for it.
 */
export class Admission {
  private requests = 0;
  private bytes = 0;
  private away: { readonly code: ProblemCode; readonly until: number } | undefined;

  constructor(
    private readonly limits: AdmissionLimits,
    /** Milliseconds of a clock that never steps back. */
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Why the request may not come in; undefined when it may, and then `leave` follows once, with the same bytes. */
  enter(bytes: number): Refusal | undefined {
    if (this.away !== undefined && this.now() < this.away.until)
      return { code: this.away.code, retryAfterSeconds: AWAY_SECONDS };
    const { limits } = this;
    if (this.requests >= limits.requests || this.bytes + bytes > limits.bytes) return FULL;
    this.requests += 1;
    this.bytes += bytes;
    return undefined;
  }

  leave(bytes: number): void {
    this.requests -= 1;
    this.bytes -= bytes;
  }

  /** Something that every filing needs is away: who comes within the pause is told so without being read. */
  pause(code: ProblemCode): void {
    this.away = { code, until: this.now() + this.limits.pauseMs };
  }
}
