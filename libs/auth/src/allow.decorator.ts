import { SetMetadata, applyDecorators } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiExtension,
  ApiForbiddenResponse,
  ApiUnauthorizedResponse,
} from '@nestjs/swagger';
import type { Role } from './principal.js';
import { DECLARATION, type Declaration } from './route-declaration.js';

/** Name of the bearer scheme in the OpenAPI document; the bootstrap declares the scheme under it. */
export const SECURITY_SCHEME = 'access-token';

/**
 * The route, or every route of the class, may be called with an access token that carries one of these roles.
 * A declaration on the method replaces that of the class. @throws when no role is given: that would close the route.
 */
export function Allow(...roles: [Role, ...Role[]]): MethodDecorator & ClassDecorator {
  if (roles.length === 0)
    throw new Error('@Allow() needs at least one role; @AllowAnonymous() opens a route to all.');
  return applyDecorators(
    SetMetadata(DECLARATION, { anonymous: false, roles } satisfies Declaration),
    ApiBearerAuth(SECURITY_SCHEME),
    ApiExtension('x-roles', roles),
    ApiUnauthorizedResponse({ description: 'unauthenticated: there is no valid access token' }),
    ApiForbiddenResponse({ description: `forbidden: none of the roles ${roles.join(', ')}` }),
  );
}

/** The route, or every route of the class, may be called by anybody. */
export function AllowAnonymous(): MethodDecorator & ClassDecorator {
  return applyDecorators(SetMetadata(DECLARATION, { anonymous: true } satisfies Declaration));
}
