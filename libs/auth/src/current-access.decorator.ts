import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Access } from './policy/access.js';
import type { Principal } from './principal.js';

const accesses = new WeakMap<object, Access>();
const callers = new WeakMap<object, Principal>();
const renewals = new WeakMap<object, () => Promise<boolean>>();

export function rememberCaller(request: object, principal: Principal): void {
  callers.set(request, principal);
}

/** Who called, as the guard proved it, also when they were refused afterwards; undefined when nobody was proved. */
export function callerOf(request: object): Principal | undefined {
  return callers.get(request);
}

export function rememberAccess(request: object, access: Access): void {
  accesses.set(request, access);
}

/** The access that the guard admitted for this request; undefined on a route for anybody. */
export function accessOf(request: object): Access | undefined {
  return accesses.get(request);
}

/** @param stands whether the same caller would still be let in, with the same rights */
export function rememberRenewal(request: object, stands: () => Promise<boolean>): void {
  renewals.set(request, stands);
}

/**
 * Whether what the guard let in would be let in now, with the same token and the same rights: for answers that go on for
 * longer than a right may outlive its end. Always true on a route for anybody; false also where nobody can be asked.
 */
export const accessStands = (request: object): Promise<boolean> =>
  renewals.get(request)?.() ?? Promise.resolve(true);

/** The admitted access as a parameter of a handler. @throws on a route that is open to anybody: nobody was proved there. */
export const CurrentAccess: () => ParameterDecorator = createParamDecorator(
  (_data: unknown, context: ExecutionContext): Access => {
    const access = accessOf(context.switchToHttp().getRequest<object>());
    if (!access) throw new Error('@CurrentAccess() needs @Allow(...) on the route.');
    return access;
  },
);
