/** The token does not prove a caller. `reason` is one of a closed set and never holds anything from the token. */
export class InvalidTokenError extends Error {
  override readonly name = 'InvalidTokenError';

  constructor(
    readonly reason: TokenFault,
    options?: ErrorOptions,
  ) {
    super(`The access token is not valid: ${reason}.`, options);
  }
}

export type TokenFault =
  'ended' | 'expired' | 'stale' | 'unknown-key' | 'wrong-claim' | 'wrong-signature' | 'unreadable';

/** The issuer's keys cannot be had, so that no token can be judged: not the caller's fault. The edge answers 503. */
export class IssuerUnavailableError extends Error {
  override readonly name = 'IssuerUnavailableError';
  readonly code = 'identity-provider-unavailable';
  readonly retryAfterSeconds = 5;

  constructor(options?: ErrorOptions) {
    super('The keys of the identity provider cannot be fetched.', options);
  }
}
