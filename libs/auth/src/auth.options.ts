/** The client as which we ask the issuer whether an officer's token still stands. */
export interface IntrospectionOptions {
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface AuthOptions {
  /** The issuer exactly as it stands in `iss`. */
  readonly issuer: string;
  /** What must stand in `aud`. */
  readonly audience: string;
  /** Where the keys are; read from the issuer's discovery document when absent. */
  readonly jwksUri?: string;
  /** Between two fetches of the keys because of an unknown key id; 30 000 ms when absent. */
  readonly jwksCooldownMs?: number;
  /** How long one fetch of the keys may take; 2 000 ms when absent. */
  readonly jwksTimeoutMs?: number;
  /** Absent where the issuer knows no introspection (RFC 7662): then an officer's token counts for a minute from its `iat`. */
  readonly introspection?: IntrospectionOptions;
  /** By how many seconds clocks may differ; 5 when absent, 10 at most. */
  readonly clockToleranceSeconds?: number;
}
