import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Principal } from './principal.js';

const principals = new WeakMap<object, Principal>();

export function rememberPrincipal(request: object, principal: Principal): void {
  principals.set(request, principal);
}

/** The caller of this request as the guard proved it; undefined on a route for anybody. */
export function principalOf(request: object): Principal | undefined {
  return principals.get(request);
}

/** The caller as a parameter of a handler. @throws on a route that is open to anybody: nobody was proved there. */
export const CurrentPrincipal: () => ParameterDecorator = createParamDecorator(
  (_data: unknown, context: ExecutionContext): Principal => {
    const principal = principalOf(context.switchToHttp().getRequest<object>());
    if (!principal) throw new Error('@CurrentPrincipal() needs @Allow(...) on the route.');
    return principal;
  },
);
