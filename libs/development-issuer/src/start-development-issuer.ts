import type { AccountClaims, DevelopmentAccount } from './account.js';

export interface DevelopmentIssuerOptions {
  /** 127.0.0.1 when absent. */
  readonly host?: string;
  /** A free one when absent. */
  readonly port?: number;
  /** Codes of the city's wards; the built-in accounts' officers work for them. */
  readonly wards: readonly string[];
  /** Instead of the built-in ones. */
  readonly accounts?: readonly DevelopmentAccount[];
  /** Folder in which the signing key is kept, so that tokens outlive a restart; made at each start when absent. */
  readonly keyFolder?: string;
}

export interface DevelopmentIssuer {
  readonly issuer: string;
  readonly audience: string;
  readonly accounts: readonly DevelopmentAccount[];
  /** A real token request, for an account by name or for any claims. */
  token(account: string | AccountClaims): Promise<string>;
  /** A `curl` command that prints the token answer for an account, ready to paste. */
  tokenRequest(accountName: string): string;
  stop(): Promise<void>;
}

export function startDevelopmentIssuer(
  _options: DevelopmentIssuerOptions,
): Promise<DevelopmentIssuer> {
  return Promise.reject(new Error('follows'));
}
