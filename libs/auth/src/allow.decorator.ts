import { SetMetadata, applyDecorators } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiExtension,
  ApiForbiddenResponse,
  ApiHeader,
  ApiUnauthorizedResponse,
} from '@nestjs/swagger';
import { POLICY, type Action } from './policy/policy.js';
import { PURPOSES } from './policy/purposes.js';
import { DECLARATION, type Declaration } from './route-declaration.js';

/** Name of the bearer scheme in the OpenAPI document; the bootstrap declares the scheme under it. */
export const SECURITY_SCHEME = 'access-token';
/** Header in which staff say why they ask; `PURPOSES` are the codes. */
export const PURPOSE_HEADER = 'madoguchi-purpose';

/**
 * The route, or every route of the class, is this action of the policy: who may call it, whose records it reaches and what
 * of them is shown stands there. A declaration on the method replaces that of the class.
 */
export function Allow(action: Action): MethodDecorator & ClassDecorator {
  const { grants, purposeMustBeStated } = POLICY[action];
  const roles = Object.keys(grants);
  const isForStaff = roles.some((role) => role !== 'citizen');
  return applyDecorators(
    SetMetadata(DECLARATION, { anonymous: false, action } satisfies Declaration),
    ApiBearerAuth(SECURITY_SCHEME),
    ApiExtension('x-action', action),
    ApiExtension('x-roles', roles),
    ApiUnauthorizedResponse({ description: 'unauthenticated: there is no valid access token' }),
    ApiForbiddenResponse({ description: `forbidden: none of the roles ${roles.join(', ')}` }),
    ...(isForStaff
      ? [
          ApiHeader({
            name: 'Madoguchi-Purpose',
            required: purposeMustBeStated === true,
            description: '利用目的 / why an officer asks; recorded with the access',
            schema: { type: 'string', enum: Object.keys(PURPOSES) },
          }),
        ]
      : []),
  );
}

/** The route, or every route of the class, may be called by anybody. */
export function AllowAnonymous(): MethodDecorator & ClassDecorator {
  return applyDecorators(SetMetadata(DECLARATION, { anonymous: true } satisfies Declaration));
}
