import type { LevelOfAssurance, Role } from '@app/auth';
import type { SectionName } from '@app/contracts';

/** What an access token of ours says about its caller. */
export interface AccountClaims {
  readonly sub: string;
  readonly roles: readonly Role[];
  readonly section?: SectionName;
  readonly wards: readonly string[];
  readonly loa: LevelOfAssurance;
}

/** A fictional person who can sign in at the development issuer. */
export interface DevelopmentAccount {
  /** Short name; also the client id of the account's scripted log-in. */
  readonly name: string;
  /** What the log-in page shows. */
  readonly label: string;
  readonly claims: AccountClaims;
}
