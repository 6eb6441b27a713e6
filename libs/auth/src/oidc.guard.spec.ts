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
  CurrentAccess,
  OidcGuard,
  routeDeclarations,
  undeclaredRoutes,
  type Access,
} from './index.js';
import { startTestIssuer, type TestIssuer } from './testing/index.js';

@Controller('v1/things')
class ThingsController {
  @Get('mine')
  @Allow('interview.read')
  mine(@CurrentAccess() access: Access): Access {
    return access;
  }

  @Get('own')
  @Allow('application.read')
  own(): string {
    return 'own';
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

@Allow('case.list')
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
    const claims = {
      sub: 'citizen-1',
      roles: ['citizen'],
      wards: [],
      loa: 'card-signature',
    } as const;
    const answer = await get('/v1/things/mine', await issuer.token(claims));
    expect(answer.body).toEqual({
      ...claims,
      action: 'interview.read',
      role: 'citizen',
      purpose: 'own-procedure',
    });
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
      'GET /v1/operations case.list',
      'GET /v1/operations/live anonymous',
      'GET /v1/ops case.list',
      'GET /v1/ops/live anonymous',
      'GET /v1/things/forgotten undefined',
      'GET /v1/things/mine interview.read',
      'GET /v1/things/open anonymous',
      'GET /v1/things/own application.read',
    ]);
    expect(undeclaredRoutes(app).map(({ handler }) => handler)).toEqual([
      'ThingsController.forgotten',
    ]);
  });

  it('says in the OpenAPI document who may call a route', () => {
    const { paths } = SwaggerModule.createDocument(app, new DocumentBuilder().build());
    expect(paths['/v1/things/mine']?.get).toMatchObject({
      security: [{ 'access-token': [] }],
      'x-action': 'interview.read',
      'x-roles': ['citizen', 'reception', 'reviewer', 'decider', 'supervisor'],
    });
    expect(paths['/v1/things/open']?.get?.security).toBeUndefined();
  });

  it('takes the purpose that staff state, and refuses one that is not on the list', async () => {
    const reviewer = { roles: ['reviewer'], section: 'resident', wards: ['04101'] } as const;
    const token = await issuer.token(reviewer);
    const stated = await get('/v1/things/mine', token).set('madoguchi-purpose', 'enquiry');
    expect(stated.body).toMatchObject({ role: 'reviewer', purpose: 'enquiry' });
    const refused = await get('/v1/things/mine', token).set('madoguchi-purpose', 'curiosity');
    expect(refused.body).toMatchObject({ status: 400, code: 'purpose-unknown' });
    expect(refused.text).toContain('enquiry');
  });

  it('tells a citizen without the card how to sign in for what needs it', async () => {
    const token = await issuer.token({ roles: ['citizen'], loa: 'none' });
    const answer = await get('/v1/things/own', token);
    expect(answer.body).toMatchObject({ status: 403, code: 'assurance-too-low' });
    expect(answer.headers['www-authenticate']).toContain(
      'error="insufficient_user_authentication", acr_values="card-user-authentication"',
    );
    expect((await get('/v1/things/mine', token)).status).toBe(200);
  });
});
