import { isDeepStrictEqual } from 'node:util';
import { Logger, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Problem } from '@app/observability';
import { InvalidTokenError } from './access-token.error.js';
import type { AccessTokens } from './access-tokens.js';
import { PURPOSE_HEADER } from './allow.decorator.js';
import { rememberAccess, rememberCaller, rememberRenewal } from './current-access.decorator.js';
import { admit, type Refusal } from './policy/admit.js';
import { problemOfRefusal } from './policy/policy-problems.js';
import type { Principal } from './principal.js';
import { DECLARATION, type Declaration } from './route-declaration.js';

const CHALLENGE = 'Bearer realm="madoguchi"';
const BEARER = /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i;

interface Request {
  readonly method: string;
  readonly headers: { readonly authorization?: string; readonly [PURPOSE_HEADER]?: string };
}

/**
 * Lets a request through only as its route declares. A route without a declaration is refused for everybody. Set once
 * for the whole process by the bootstrap; it does not concern messages, which carry no caller.
 */
export class OidcGuard implements CanActivate {
  private readonly reflector = new Reflector();
  private readonly log = new Logger(OidcGuard.name);

  constructor(private readonly tokens: Pick<AccessTokens, 'verify'>) {}

  /**
   * Never answers false.
   * @throws Problem `internal`, `unauthenticated`, `forbidden`, `assurance-too-low`, `purpose-missing`, `purpose-unknown`
   * @throws IssuerUnavailableError, which the edge answers with 503
   */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const declaration = this.declarationOf(context);
    if (declaration.anonymous) return true;
    const request = context.switchToHttp().getRequest<Request>();
    const principal = await this.prove(request);
    rememberCaller(request, principal);
    const admission = admit(principal, declaration.action, request.headers[PURPOSE_HEADER]);
    if (admission.refusal) throw this.refused(context, principal, admission.refusal);
    rememberAccess(request, admission.access);
    rememberRenewal(request, () => this.stands(request, principal));
    return true;
  }

  /** Who is what they were may what they might. */
  private stands(request: Request, before: Principal): Promise<boolean> {
    return this.prove(request).then(
      (now) => isDeepStrictEqual(now, before),
      () => false,
    );
  }

  private declarationOf(context: ExecutionContext): Declaration {
    const targets = [context.getHandler(), context.getClass()];
    const declaration = this.reflector.getAllAndOverride<Declaration | undefined>(
      DECLARATION,
      targets,
    );
    if (declaration) return declaration;
    this.log.error(`route-undeclared: ${nameOf(context)} does not say who may call it`);
    throw new Problem('internal');
  }

  private async prove(request: Request): Promise<Principal> {
    const token = tokenIn(request);
    try {
      return await this.tokens.verify(token);
    } catch (error) {
      if (!(error instanceof InvalidTokenError)) throw error;
      this.log.warn(`unauthenticated: ${error.reason}`);
      throw unauthenticated('invalid_token', error.reason);
    }
  }

  private refused(context: ExecutionContext, principal: Principal, refusal: Refusal): Problem {
    const { roles } = principal;
    this.log.warn(`${refusal.code}: ${nameOf(context)} for ${roles.join(', ') || 'no role'}`);
    return problemOfRefusal(refusal);
  }
}

function tokenIn(request: Request): string {
  const { authorization } = request.headers;
  if (authorization === undefined)
    throw new Problem('unauthenticated', { headers: { 'WWW-Authenticate': CHALLENGE } });
  const token = BEARER.exec(authorization)?.[1];
  if (token === undefined) throw unauthenticated('invalid_request', 'unreadable');
  return token;
}

function unauthenticated(error: string, description: string): Problem {
  const challenge = `${CHALLENGE}, error="${error}", error_description="${description}"`;
  return new Problem('unauthenticated', { headers: { 'WWW-Authenticate': challenge } });
}

const nameOf = (context: ExecutionContext): string =>
  `${context.getClass().name}.${context.getHandler().name}`;
