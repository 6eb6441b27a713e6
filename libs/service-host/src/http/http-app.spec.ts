import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
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
import { isMyNumber } from '@app/japan';
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

  @IsOptional()
  readonly facts?: unknown;
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

  @Get('by-name/:name')
  @AllowAnonymous()
  named(): string {
    return 'named';
  }

  @Get('mine')
  @Allow('application.read')
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
  const logged: string[] = [];
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
      logger: createLogger('test', 'warn', { write: (line) => void logged.push(line) }),
      health,
      metrics: new Metrics(),
      bodyLimit: 256 * 1024,
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
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
        'content-security-policy': expect.stringContaining("frame-ancestors 'none'") as unknown,
        'x-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown,
      });
    }
  });

  it('takes no cookie for a proof and sets none, so that no other page can act as somebody', async () => {
    const token = await issuer.token({ roles: ['citizen'] });
    const own = await get('/v1/filings/mine').set(
      'cookie',
      `access_token=${token}; token=${token}`,
    );
    expectProblem(own, 401, 'unauthenticated');
    const known = await get('/v1/filings/mine').set('authorization', `Bearer ${token}`);
    expect(known.status).toBe(200);
    for (const answer of [own, known, await get('/docs')])
      expect(answer.headers['set-cookie']).toBeUndefined();
  });

  it('lets no page of another origin call, and its own page of documentation load no script from inside the page', async () => {
    const preflight = await request(app.getHttpServer())
      .options('/v1/filings')
      .set({ origin: 'https://elsewhere.test', 'access-control-request-method': 'POST' });
    expect(preflight.headers['access-control-allow-origin']).toBeUndefined();
    const plain = await get('/v1/filings').set('origin', 'https://elsewhere.test');
    expect(plain.headers['access-control-allow-origin']).toBeUndefined();
    expect((await get('/docs')).text).not.toMatch(/<script(?![^>]*\ssrc=)[^>]*>/);
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

  it('refuses JSON that is nested without end, and takes what is nested as people nest it', async () => {
    for (const [open, close] of [
      ['[', ']'],
      ['{"a":', '}'],
    ] as const) {
      const nested = (levels: number, field: string): Promise<request.Response> =>
        post(JSON.stringify({ ...FILING, [field]: '@' }).replace('"@"', deep(levels)));
      const deep = (levels: number): string => `${open.repeat(levels)}1${close.repeat(levels)}`;
      expect((await nested(20, 'facts')).status).toBe(202);
      for (const field of ['facts', 'wards', 'lifeEvent', 'unknown'])
        expectProblem(await nested(40_000, field), 400, 'invalid-request');
    }
  });

  it('refuses a body that is too large', async () => {
    expectProblem(
      await post({ ...FILING, lifeEvent: 'x'.repeat(300_000) }),
      413,
      'payload-too-large',
    );
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/xml'])(
    'refuses %s',
    async (type) => {
      expectProblem(await post('lifeEvent=birth', type), 415, 'unsupported-media-type');
    },
  );

  describe('given a My Number', () => {
    const number = [...'0123456789'].map((last) => `98765432101${last}`).find(isMyNumber) ?? '';
    const wide = number.replace(/\d/g, (digit) =>
      String.fromCharCode(digit.charCodeAt(0) + 0xfee0),
    );

    it.each<[string, () => request.Test, string]>([
      ['a field', () => post({ ...FILING, lifeEvent: `番号 ${wide}` }), 'lifeEvent'],
      ['a nested one', () => post({ ...FILING, wards: [{ code5: number }] }), 'wards[0].code5'],
      ['a field that nobody knows', () => post({ ...FILING, more: [{ [number]: 1 }] }), 'more[0]'],
      ['a query', () => get(`/v1/filings?limit=${number}`), 'limit'],
      ['a path', () => get(`/v1/filings/by-name/${encodeURIComponent(`${number} 様`)}`), 'name'],
      ['a key of a request', () => post(FILING).set('idempotency-key', number), 'idempotency-key'],
    ])('refuses it in %s, says where and nowhere what', async (_where, ask, field) => {
      logged.length = 0;
      const answer = await ask();
      expectProblem(answer, 422, 'my-number-refused');
      expect((answer.body as { errors: unknown }).errors).toMatchObject([
        { field, code: 'my-number' },
      ]);
      expect(logged).toEqual([expect.stringContaining('An individual number was refused')]);
      const metrics = (await get('/metrics')).text;
      expect(metrics).toContain('madoguchi_my_numbers_refused_total{route="/v1/filings');
      for (const text of [answer.text, metrics, ...logged])
        for (const form of [number, wide]) expect(text).not.toContain(form);
    });

    it('tells nobody without a token anything about it', async () => {
      const answer = await get(`/v1/filings/mine?name=${number}`);
      expectProblem(answer, 401, 'unauthenticated');
    });
  });

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
    const metrics = (await get('/metrics')).text;
    expect(metrics).toContain('route="/v1/filings"');
    expect(metrics).not.toContain('limit=7');
  });

  it('serves its OpenAPI document and the page for people', async () => {
    const document = (await get('/docs-json')).body as { paths: Record<string, object> };
    expect(document.paths['/v1/filings/mine']).toMatchObject({
      get: { security: [{ 'access-token': [] }] },
    });
    expect((await get('/docs')).text).toContain('swagger-ui');
    expect((await get('/docs-yaml')).text).toContain('openapi: 3');
  });

  it.each([
    ['a malformed request line', 'NONSENSE\r\n\r\n', 400, 'invalid-request'],
    [
      'endless header fields',
      `GET /v1/filings HTTP/1.1\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`,
      ...([431, 'headers-too-large'] as const),
    ],
    [
      'header fields that never end',
      'GET /v1/filings HTTP/1.1\r\nHost: here\r\n',
      ...([408, 'request-timeout'] as const),
    ],
  ])(
    'answers %s with a problem, and ends the connection',
    async (_what, sent, status, code) => {
      const [head = '', body = ''] = (await said(sent)).split('\r\n\r\n');
      expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
      expect(head).toContain('Content-Type: application/problem+json');
      expect(head).toContain('Cache-Control: no-store');
      expect(JSON.parse(body)).toMatchObject({ status, code });
    },
    30_000,
  );

  /** What is answered to these bytes until the connection ends. */
  async function said(bytes: string): Promise<string> {
    const { port } = app.getHttpServer().address() as AddressInfo;
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    socket.write(bytes);
    return text(socket);
  }
});
