import { createRemoteJWKSet, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import {
  InvalidTokenError,
  IssuerUnavailableError,
  type TokenFault,
} from './access-token.error.js';
import type { AuthOptions } from './auth.options.js';
import { discover } from './discovery.js';
import { Introspection } from './introspection.js';
import { principalFrom } from './principal-claims.js';
import type { Principal } from './principal.js';
import { ProvenTokens, type Proven } from './proven-tokens.js';
import { StaffStanding } from './staff-standing.js';

/** Asymmetric algorithms only: with a symmetric one the public key would be enough to sign. */
const ALGORITHMS = ['ES256', 'PS256', 'RS256', 'EdDSA'];
const MAX_TOLERANCE_SECONDS = 10;
const KEYS_KEPT_MS = 600_000;
/** A minute: once a minute each client pays for a signature, and a withdrawn key works no more than that longer. */
const PROVEN = { maxAgeMs: 60_000, maxEntries: 10_000 };

/**
 * Proves access tokens (RFC 9068) of one issuer. Keys come from the issuer's own JWKS address and from nowhere else:
 * `jwk`, `jku` and `x5u` in a token's header are not looked at (ASVS 5.0, 9.1).
 */
export class AccessTokens {
  private keys?: Promise<JWTVerifyGetKey>;
  private readonly proven = new ProvenTokens(PROVEN);
  private readonly standing: StaffStanding;
  private readonly toleranceSeconds: number;

  constructor(private readonly options: AuthOptions) {
    this.toleranceSeconds = options.clockToleranceSeconds ?? 5;
    if (this.toleranceSeconds > MAX_TOLERANCE_SECONDS)
      throw new Error(`auth.clockToleranceSeconds: at most ${MAX_TOLERANCE_SECONDS}.`);
    const { introspection, issuer } = options;
    this.standing = new StaffStanding({
      ...(introspection && { introspection: new Introspection(issuer, introspection) }),
      wallClock: Date.now,
      now: () => performance.now(),
    });
  }

  /**
   * Staff as they stand at most a minute ago, whatever the token says; citizens as the token says.
   * @throws InvalidTokenError when the token does not prove a caller, or no longer.
   * @throws IssuerUnavailableError when the issuer's keys, or its word about an officer, cannot be had.
   */
  async verify(token: string): Promise<Principal> {
    const { principal, issuedAt } = this.proven.find(token) ?? (await this.prove(token));
    if (principal.roles.every((role) => role === 'citizen')) return principal;
    return this.standing.current(token, principal, issuedAt);
  }

  private async prove(token: string): Promise<Proven> {
    const payload = await this.payloadOf(token);
    const proven = { principal: principalFrom(payload), issuedAt: payload.iat ?? 0 };
    this.proven.keep(token, proven, ((payload.exp ?? 0) + this.toleranceSeconds) * 1_000);
    return proven;
  }

  private async payloadOf(token: string): Promise<JWTPayload> {
    const { issuer, audience } = this.options;
    try {
      const { payload } = await jwtVerify(token, (header, input) => this.keyFor(header, input), {
        issuer,
        audience,
        algorithms: ALGORITHMS,
        typ: 'at+jwt',
        clockTolerance: this.toleranceSeconds,
        requiredClaims: ['sub', 'exp', 'iat'],
      });
      // Its age decides when the issuer is asked: a token of the future would stay young, and be taken at its word.
      if ((payload.iat ?? 0) > Date.now() / 1_000 + this.toleranceSeconds)
        throw new InvalidTokenError('wrong-claim');
      return payload;
    } catch (error) {
      if (error instanceof IssuerUnavailableError || error instanceof InvalidTokenError)
        throw error;
      throw new InvalidTokenError(faultOf(error), { cause: error });
    }
  }

  private async keyFor(
    ...args: Parameters<JWTVerifyGetKey>
  ): Promise<Awaited<ReturnType<JWTVerifyGetKey>>> {
    try {
      const keys = await this.keySet();
      return await keys(...args);
    } catch (error) {
      if (isAboutToken(error)) throw error;
      throw new IssuerUnavailableError({ cause: error });
    }
  }

  private keySet(): Promise<JWTVerifyGetKey> {
    this.keys ??= this.openKeySet().catch((error: unknown) => {
      this.keys = undefined;
      throw error;
    });
    return this.keys;
  }

  private async openKeySet(): Promise<JWTVerifyGetKey> {
    const { jwksCooldownMs = 30_000, jwksTimeoutMs = 2_000 } = this.options;
    const uri =
      this.options.jwksUri ?? (await discover(this.options.issuer, 'jwks_uri', jwksTimeoutMs));
    return createRemoteJWKSet(new URL(uri), {
      cooldownDuration: jwksCooldownMs,
      timeoutDuration: jwksTimeoutMs,
      cacheMaxAge: KEYS_KEPT_MS,
    });
  }
}

/** What a key lookup can hold against the token itself; everything else is the issuer's absence. */
const isAboutToken = (error: unknown): boolean =>
  error instanceof errors.JWKSNoMatchingKey ||
  error instanceof errors.JWKSMultipleMatchingKeys ||
  error instanceof errors.JOSENotSupported;

function faultOf(error: unknown): TokenFault {
  if (error instanceof errors.JWTExpired) return 'expired';
  if (error instanceof errors.JWTClaimValidationFailed) return 'wrong-claim';
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'wrong-signature';
  if (isAboutToken(error)) return 'unknown-key';
  return 'unreadable';
}
