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
  /** By how many seconds clocks may differ; 5 when absent, 10 at most. */
  readonly clockToleranceSeconds?: number;
}
