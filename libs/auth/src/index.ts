export { Allow, AllowAnonymous, SECURITY_SCHEME } from './allow.decorator.js';
export { AccessTokens } from './access-tokens.js';
export {
  InvalidTokenError,
  IssuerUnavailableError,
  type TokenFault,
} from './access-token.error.js';
export type { AuthOptions } from './auth.options.js';
export { CurrentPrincipal, principalOf } from './current-principal.decorator.js';
export { OidcGuard } from './oidc.guard.js';
export { ROLES, type Principal, type Role } from './principal.js';
export {
  routeDeclarations,
  undeclaredRoutes,
  type RouteDeclaration,
} from './route-declarations.js';
