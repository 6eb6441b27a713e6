import type { ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Action } from './policy/policy.js';

export const DECLARATION = Symbol('madoguchi:who-may-call');

/** Who may call a route: anybody, or whom the policy admits to the action. */
export type Declaration =
  { readonly anonymous: true } | { readonly anonymous: false; readonly action: Action };

/** The action that the route declares; undefined for one that is open to anybody, or declares nothing. */
export function actionOf(context: ExecutionContext): Action | undefined {
  const targets = [context.getHandler(), context.getClass()];
  const found = new Reflector().getAllAndOverride<Declaration | undefined>(DECLARATION, targets);
  return found === undefined || found.anonymous ? undefined : found.action;
}
