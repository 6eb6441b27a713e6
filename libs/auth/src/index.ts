export { Allow, AllowAnonymous, PURPOSE_HEADER, SECURITY_SCHEME } from './allow.decorator.js';
export { AccessTokens } from './access-tokens.js';
export {
  InvalidTokenError,
  IssuerUnavailableError,
  type TokenFault,
} from './access-token.error.js';
export type { AuthOptions, IntrospectionOptions } from './auth.options.js';
export { CurrentAccess, accessOf, accessStands, callerOf } from './current-access.decorator.js';
export { Introspection } from './introspection.js';
export { OidcGuard } from './oidc.guard.js';
export type { Access } from './policy/access.js';
export type { ActionRule, Grant } from './policy/action-rule.js';
export { admit, grantsOf, may, usualPurpose, type Admission } from './policy/admit.js';
export { DATA_KINDS, type DataKind } from './policy/data-kinds.js';
export { type LevelOfAssurance } from './policy/levels-of-assurance.js';
export {
  kindsOf,
  listConditions,
  permits,
  reachesCity,
  reachesSection,
  wardsOf,
  withheldFrom,
  type ListCondition,
  type RecordAttributes,
} from './policy/permit.js';
export { POLICY, isAction, type Action } from './policy/policy.js';
export { requireLevelFor, requirePermitted } from './policy/policy-problems.js';
export { PURPOSES, type Purpose } from './policy/purposes.js';
export { CITY_ROLES, ROLES, ROLE_NAMES, SECTION_ROLES, type Role } from './policy/roles.js';
export type { Principal } from './principal.js';
export { actionOf } from './route-declaration.js';
export {
  routeDeclarations,
  undeclaredRoutes,
  type RouteDeclaration,
} from './route-declarations.js';
