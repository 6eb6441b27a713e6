export type { AccountClaims, DevelopmentAccount } from './account.js';
export { developmentAccounts } from './development-accounts.js';
export {
  startDevelopmentIssuer,
  type DevelopmentIssuer,
  type DevelopmentIssuerOptions,
} from './start-development-issuer.js';
