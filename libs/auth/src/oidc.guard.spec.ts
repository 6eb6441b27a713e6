import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, Module, Sse } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { ProblemFilter, createLogger } from '@app/observability';
import { NEVER } from 'rxjs';
import request from 'supertest';
import {
  AccessTokens,
  Allow,
  AllowAnonymous,
  CurrentPrincipal,
  OidcGuard,
  routeDeclarations,
  undeclaredRoutes,
  type Principal,
  type Role,
} from './index.js';
import { startTestIssuer, type TestIssuer } from './testing/index.js';

@Controller('v1/things')
class ThingsController {
  @Get('mine')
  @Allow('citizen', 'officer')
  mine(@CurrentPrincipal() principal: Principal): Principal {
    return principal;
  }

  @Get('open')
  @AllowAnonymous()
  open(): string {
    return 'open';
  }

  @Get('forgotten')
  forgotten(): string {
    return 'never';
  }
}

@Allow('operator')
@Controller(['v1/operations', 'v1/ops'])
class OperationsController {
  @Get()
  all(): string {
    return 'all';
  }

  @Sse('live')
  @AllowAnonymous()
  live(): typeof NEVER {
    return NEVER;
  }
}

@Module({ controllers: [ThingsController, OperationsController] })
class Fixture {}

describe('OidcGuard', () => {
  let issuer: TestIssuer;
  let app: NestFastifyApplication;

  beforeAll(async () => {
    issuer = await startTestIssuer();
    app = await NestFactory.create<NestFastifyApplication>(Fixture, new FastifyAdapter(), {
      logger: false,
    });
    app.useGlobalGuards(new OidcGuard(new AccessTokens(issuer)));
    app.useGlobalFilters(new ProblemFilter(createLogger('test')));
    await app.listen(0, '127.0.0.1');
  });
  afterAll(async () => {
    await app.close();
    await issuer.stop();
  });

  const get = (path: string, token?: string): request.Test => {
    const call = request(app.getHttpServer()).get(path);
    return token === undefined ? call : call.set('authorization', `Bearer ${token}`);
  };

  it('hands the proven caller to the handler', async () => {
    const claims = { sub: 'citizen-1', roles: ['citizen'], wards: [], loa: 'high' } as const;
    const answer = await get('/v1/things/mine', await issuer.token(claims));
    expect(answer.body).toEqual(claims);
  });

  it('answers 401 with a challenge when there is no token', async () => {
    const answer = await get('/v1/things/mine');
    expect(answer.status).toBe(401);
    expect(answer.headers['www-authenticate']).toBe('Bearer realm="madoguchi"');
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(answer.body).toMatchObject({ code: 'unauthenticated', status: 401 });
  });

  it('answers 401 with the kind of fault when the token is not valid', async () => {
    const answer = await get(
      '/v1/things/mine',
      await issuer.badToken('expired', { roles: ['citizen'] }),
    );
    expect(answer.status).toBe(401);
    expect(answer.headers['www-authenticate']).toContain(
      'error="invalid_token", error_description="expired"',
    );
  });

  it('answers 401 to another scheme', async () => {
    const answer = await get('/v1/things/mine').set('authorization', 'Basic dXNlcjpwYXNz');
    expect(answer.status).toBe(401);
  });

  it('answers 403 to a caller with another role', async () => {
    const answer = await get('/v1/operations', await issuer.token({ roles: ['citizen'] }));
    expect(answer.status).toBe(403);
    expect(answer.body).toMatchObject({ code: 'forbidden' });
  });

  it('refuses a route that does not say who may call it, even to an operator', async () => {
    const answer = await get('/v1/things/forgotten', await issuer.token({ roles: ['operator'] }));
    expect(answer.status).toBe(500);
    expect(answer.body).toMatchObject({ code: 'internal' });
  });

  it('answers 503 with Retry-After when the issuer cannot be reached', async () => {
    const gone = await startTestIssuer();
    const token = await gone.token({ roles: ['citizen'] });
    await gone.stop();
    const other = await NestFactory.create<NestFastifyApplication>(Fixture, new FastifyAdapter(), {
      logger: false,
    });
    other.useGlobalGuards(new OidcGuard(new AccessTokens(gone)));
    other.useGlobalFilters(new ProblemFilter(createLogger('test')));
    await other.listen(0, '127.0.0.1');
    const answer = await request(other.getHttpServer())
      .get('/v1/things/mine')
      .set('authorization', `Bearer ${token}`);
    await other.close();
    expect(answer.status).toBe(503);
    expect(answer.headers['retry-after']).toBe('5');
    expect(answer.body).toMatchObject({ code: 'identity-provider-unavailable' });
  });

  it('lets anybody use what is declared open', async () => {
    expect((await get('/v1/things/open')).text).toBe('open');
  });

  it('lists every route with who may call it', () => {
    const listed = routeDeclarations(app).map(
      ({ method, path, allowed }) => `${method} ${path} ${String(allowed)}`,
    );
    expect(listed.sort()).toEqual([
      'GET /v1/operations operator',
      'GET /v1/operations/live anonymous',
      'GET /v1/ops operator',
      'GET /v1/ops/live anonymous',
      'GET /v1/things/forgotten undefined',
      'GET /v1/things/mine citizen,officer',
      'GET /v1/things/open anonymous',
    ]);
    expect(undeclaredRoutes(app).map(({ handler }) => handler)).toEqual([
      'ThingsController.forgotten',
    ]);
  });

  it('says in the OpenAPI document who may call a route', () => {
    const { paths } = SwaggerModule.createDocument(app, new DocumentBuilder().build());
    expect(paths['/v1/things/mine']?.get).toMatchObject({
      security: [{ 'access-token': [] }],
      'x-roles': ['citizen', 'officer'],
    });
    expect(paths['/v1/things/open']?.get?.security).toBeUndefined();
  });

  it('refuses a declaration that names nobody', () => {
    const allow = Allow as (...roles: Role[]) => unknown;
    expect(() => allow()).toThrow('at least one role');
  });
});
