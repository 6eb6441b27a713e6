import type { Role } from './principal.js';

export const DECLARATION = Symbol('madoguchi:who-may-call');

/** Who may call a route: anybody, or a caller with one of the roles. */
export type Declaration =
  { readonly anonymous: true } | { readonly anonymous: false; readonly roles: readonly Role[] };
