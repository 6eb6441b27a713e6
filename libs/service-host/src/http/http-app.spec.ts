import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Body, Controller, Get, HttpCode, Module, Post, Query } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Max, ValidateNested } from 'class-validator';
import request from 'supertest';
import { Allow, AllowAnonymous } from '@app/auth';
import { startTestIssuer, type TestIssuer } from '@app/auth/testing';
import { HealthRegistry, Metrics, createLogger } from '@app/observability';
import { createHttpApp } from './http-app.js';

class WardDto {
  @ApiProperty()
  @IsString()
  readonly code5!: string;
}

class FilingDto {
  @ApiProperty()
  @IsIn(['birth', 'move-in'])
  readonly lifeEvent!: string;

  @ApiProperty({ type: [WardDto] })
  @ValidateNested({ each: true })
  @Type(() => WardDto)
  readonly wards!: WardDto[];
}

class PageDto {
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Max(100)
  readonly limit?: number;
}

@Controller('v1/filings')
class FilingsController {
  @Post()
  @HttpCode(202)
  @AllowAnonymous()
  file(@Body() filing: FilingDto): { readonly kind: string; readonly filing: FilingDto } {
    return { kind: filing.constructor.name, filing };
  }

  @Get()
  @AllowAnonymous()
  list(@Query() page: PageDto): PageDto {
    return page;
  }

  @Get('mine')
  @Allow('citizen')
  mine(): string {
    return 'mine';
  }

  @Get('forgotten')
  forgotten(): string {
    return 'never';
  }

  @Get('broken')
  @AllowAnonymous()
  broken(): never {
    throw new Error('secret inside');
  }
}

@Module({ controllers: [FilingsController] })
class Fixture {}

describe('an HTTP application', () => {
  const health = new HealthRegistry();
  let healthy = true;
  let issuer: TestIssuer;
  let app: NestFastifyApplication;

  beforeAll(async () => {
    issuer = await startTestIssuer();
    health.add('fixture', () => healthy);
    app = await createHttpApp([Fixture], {
      title: '試験 / Test',
      description: 'A fixture.',
      auth: issuer,
      logger: createLogger('test'),
      health,
      metrics: new Metrics(),
      bodyLimit: 1024,
    });
    await app.listen(0, '127.0.0.1');
  });
  afterAll(async () => {
    await app.close();
    await issuer.stop();
  });

  const get = (path: string): request.Test => request(app.getHttpServer()).get(path);
  const post = (body: object | string, type = 'application/json'): request.Test =>
    request(app.getHttpServer()).post('/v1/filings').set('content-type', type).send(body);
  const expectProblem = (answer: request.Response, status: number, code: string): void => {
    expect({
      status: answer.status,
      type: answer.headers['content-type'],
      code: (answer.body as { code: string }).code,
    }).toEqual({ status, type: 'application/problem+json; charset=utf-8', code });
    expect(answer.headers['cache-control']).toBe('no-store');
  };
  const FILING = { lifeEvent: 'birth', wards: [{ code5: '04101' }] };

  it('gives the handler an instance of the DTO', async () => {
    const answer = await post(FILING);
    expect(answer.status).toBe(202);
    expect(answer.body).toEqual({ kind: 'FilingDto', filing: FILING });
  });

  it('converts query parameters where the DTO says so', async () => {
    expect((await get('/v1/filings?limit=20')).body).toEqual({ limit: 20 });
    expectProblem(await get('/v1/filings?limit=1000'), 400, 'invalid-request');
  });

  it('carries security headers and a request id on every answer', async () => {
    for (const path of ['/v1/filings', '/v1/nothing', '/v1/filings/mine']) {
      expect((await get(path)).headers).toMatchObject({
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'x-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
      });
    }
  });

  it('names an unknown field with the nearest known one', async () => {
    const answer = await post({
      ...FILING,
      lifeEvnt: 'birth',
      wards: [{ code5: '04101', coed5: 'x' }],
    });
    expectProblem(answer, 400, 'invalid-request');
    expect((answer.body as { errors: unknown }).errors).toEqual([
      {
        field: 'lifeEvnt',
        code: 'unknown-field',
        message:
          '「lifeEvnt」という項目はありません。「lifeEvent」ではありませんか。 / There is no field "lifeEvnt"; did you mean "lifeEvent"?',
      },
      {
        field: 'wards[0].coed5',
        code: 'unknown-field',
        message:
          '「coed5」という項目はありません。「code5」ではありませんか。 / There is no field "coed5"; did you mean "code5"?',
      },
    ]);
  });

  it('names an unknown field without a guess when none is near', async () => {
    const answer = await post({ ...FILING, zodiac: 'ox' });
    expect((answer.body as { errors: unknown }).errors).toMatchObject([
      {
        field: 'zodiac',
        message: '「zodiac」という項目はありません。 / There is no field "zodiac".',
      },
    ]);
  });

  it('names everything that is missing or wrong, and never a value', async () => {
    const answer = await post({ lifeEvent: 'divination', wards: [{}] });
    expectProblem(answer, 400, 'invalid-request');
    expect((answer.body as { errors: unknown }).errors).toMatchObject([
      { field: 'lifeEvent', code: 'is-in' },
      { field: 'wards[0].code5', code: 'required' },
    ]);
    expect(answer.text).not.toContain('divination');
  });

  it.each([
    ['nothing', ''],
    ['null', 'null'],
    ['a list', '[]'],
    ['a text', '"birth"'],
    ['a number', '7'],
  ])('refuses %s as a body', async (_name, body) => {
    const answer = await post(body);
    expect(answer.status).toBe(400);
    expect(answer.headers['content-type']).toContain('application/problem+json');
  });

  it('takes JSON without a body for no body: each required field is named', async () => {
    const answer = await post('');
    expectProblem(answer, 400, 'invalid-request');
    expect((answer.body as { errors: unknown }).errors).toContainEqual(
      expect.objectContaining({ field: 'lifeEvent', code: 'required' }),
    );
  });

  it('says in Japanese, too, which values there are', async () => {
    const answer = await post({ ...FILING, lifeEvent: 'divination' });
    expect(answer.text).toContain('次のいずれかを書いてください: birth');
  });

  it('refuses malformed JSON', async () => {
    expectProblem(await post('{"lifeEvent": '), 400, 'malformed-json');
  });

  it('refuses JSON that would reach into the prototype', async () => {
    expectProblem(await post('{"__proto__": {"x": 1}}'), 400, 'malformed-json');
  });

  it('refuses a body that is too large', async () => {
    expectProblem(await post({ ...FILING, lifeEvent: 'x'.repeat(2000) }), 413, 'payload-too-large');
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/xml'])(
    'refuses %s',
    async (type) => {
      expectProblem(await post('lifeEvent=birth', type), 415, 'unsupported-media-type');
    },
  );

  it('answers an unknown route with a problem', async () => {
    expectProblem(await get('/v1/nothing'), 404, 'not-found');
  });

  it('answers a URL that cannot be decoded with a problem', async () => {
    expectProblem(await get('/v1/%zz'), 404, 'not-found');
  });

  it('answers 401 without a token and 403 to another role', async () => {
    const token = await issuer.token({ roles: ['operator'] });
    expectProblem(await get('/v1/filings/mine'), 401, 'unauthenticated');
    expectProblem(
      await get('/v1/filings/mine').set('authorization', `Bearer ${token}`),
      403,
      'forbidden',
    );
  });

  it('refuses a route that does not say who may call it', async () => {
    expectProblem(await get('/v1/filings/forgotten'), 500, 'internal');
  });

  it('shows nothing of an internal error', async () => {
    const answer = await get('/v1/filings/broken');
    expectProblem(answer, 500, 'internal');
    expect(answer.text).not.toContain('secret');
  });

  it('answers health by its checks, without a token', async () => {
    expect((await get('/health/live')).status).toBe(200);
    expect((await get('/health/ready')).body).toEqual({ ready: true, checks: { fixture: 'ok' } });
    healthy = false;
    expect((await get('/health/ready')).status).toBe(503);
    healthy = true;
  });

  it('counts requests by route, never by URL', async () => {
    await get('/v1/filings?limit=7');
    const { text } = await get('/metrics');
    expect(text).toContain('route="/v1/filings"');
    expect(text).not.toContain('limit=7');
  });

  it('serves its OpenAPI document and the page for people', async () => {
    const document = (await get('/docs-json')).body as { paths: Record<string, object> };
    expect(document.paths['/v1/filings/mine']).toMatchObject({
      get: { security: [{ 'access-token': [] }] },
    });
    expect((await get('/docs')).text).toContain('swagger-ui');
    expect((await get('/docs-yaml')).text).toContain('openapi: 3');
  });

  it('answers a malformed request line without internals', async () => {
    const { port } = app.getHttpServer().address() as AddressInfo;
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => socket.write('NONSENSE\r\n\r\n'));
      socket.once('data', (data) => resolve(data.toString()));
      socket.once('error', reject);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 400/);
  });
});
