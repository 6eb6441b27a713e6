import { hash } from 'node:crypto';
import type { Principal } from './principal.js';

/** What a token proved once. */
export interface Proven {
  readonly principal: Principal;
  /** `iat` in seconds. */
  readonly issuedAt: number;
}

interface Proof {
  readonly proven: Proven;
  /** By the monotonic clock: a corrected wall clock keeps nothing longer. */
  readonly until: number;
  /** `exp` in milliseconds, with the tolerance. */
  readonly expiresAt: number;
}

export interface ProvenTokensOptions {
  readonly maxAgeMs: number;
  readonly maxEntries: number;
  /** Milliseconds since 1970. */
  readonly wallClock?: () => number;
  /** Milliseconds of a clock that never steps back. */
  readonly now?: () => number;
}

/**
 * Whom a token proved a short while ago: a client sends the same one with each request, and checking its signature costs
 * more than anything else about it. Tokens are known by their digest. A key that the issuer has withdrawn works here for
 * `maxAgeMs` longer than in the key set.
 */
export class ProvenTokens {
  private readonly proofs = new Map<string, Proof>();
  private readonly wallClock: () => number;
  private readonly now: () => number;

  constructor(private readonly options: ProvenTokensOptions) {
    this.wallClock = options.wallClock ?? Date.now;
    this.now = options.now ?? (() => performance.now());
  }

  /** Undefined when the token has to be proven (again). */
  find(token: string): Proven | undefined {
    const name = digestOf(token);
    const proof = this.proofs.get(name);
    if (proof === undefined) return undefined;
    if (proof.until > this.now() && proof.expiresAt > this.wallClock()) return proof.proven;
    this.proofs.delete(name);
    return undefined;
  }

  keep(token: string, proven: Proven, expiresAt: number): void {
    const oldest = this.proofs.keys().next();
    if (this.proofs.size >= this.options.maxEntries && !oldest.done)
      this.proofs.delete(oldest.value);
    const until = this.now() + this.options.maxAgeMs;
    this.proofs.set(digestOf(token), { proven, until, expiresAt });
  }
}

const digestOf = (token: string): string => hash('sha256', token, 'base64');
