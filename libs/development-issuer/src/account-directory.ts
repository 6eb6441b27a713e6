import type { AccountClaims, DevelopmentAccount } from './account.js';

/** Client id of the scripted log-in for any claims, which it sends along as `development_claims`. */
export const ANYONE = 'anyone';

/** The accounts by name, and the secrets of their scripted log-ins. */
export class AccountDirectory {
  private readonly byName: Map<string, DevelopmentAccount>;

  constructor(readonly all: readonly DevelopmentAccount[]) {
    this.byName = new Map(all.map((account) => [account.name, account]));
    if (this.byName.size < all.length || this.byName.has(ANYONE))
      throw new Error(`accounts: names must be unique, and none may be "${ANYONE}".`);
  }

  find(name: string): DevelopmentAccount | undefined {
    return this.byName.get(name);
  }

  /** @throws with the names that there are */
  get(name: string): DevelopmentAccount {
    const account = this.find(name);
    if (account) return account;
    throw new Error(
      `There is no account "${name}"; there are ${[...this.byName.keys()].join(', ')}.`,
    );
  }

  /** From now on the account says these claims, in new tokens and about old ones; its `sub` stays. */
  change(name: string, claims: Partial<Omit<AccountClaims, 'sub'>>): void {
    const account = this.get(name);
    this.byName.set(name, { ...account, claims: { ...account.claims, ...claims } });
  }

  /** What a token of this caller says: an account's claims, or those that were sent along. */
  claimsOf(caller: string, sentAlong: unknown): AccountClaims | undefined {
    if (caller === ANYONE && typeof sentAlong === 'string')
      return JSON.parse(sentAlong) as AccountClaims;
    return this.find(caller)?.claims;
  }
}

/** No secret at all: it only keeps the shape of a real token request. The issuer listens for development alone. */
export const secretOf = (clientId: string): string => `${clientId}-development-secret`;
