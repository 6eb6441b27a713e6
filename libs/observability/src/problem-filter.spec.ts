import 'reflect-metadata';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  BadRequestException,
  Body,
  Controller,
  ForbiddenException,
  Get,
  Module,
  Post,
  Res,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { PROBLEMS } from '@app/contracts';
import { createLogger } from './logger.js';
import { ProblemFilter } from './problem-filter.js';
import { PROBLEM_JSON } from './problem-json.js';
import { Problem } from './problem.error.js';

class DatabaseUnavailableError extends Error {
  override readonly name = 'DatabaseUnavailableError';
  readonly retryAfterSeconds = 7;
}
class DatabaseBusyError extends Error {
  override readonly name = 'DatabaseBusyError';
  readonly code = '55P03';
}
class KeyStoreUnavailableError extends Error {
  override readonly name = 'KeyStoreUnavailableError';
  readonly code = 'keys-unavailable';
}

const thrown: Record<string, unknown> = {
  problem: new Problem('version-changed', {
    detail: 'Version 4 is the latest.',
    headers: { etag: '"4"' },
  }),
  fields: new Problem('invalid-request', {
    errors: [{ field: 'ward', code: 'unknown', message: '区 / ward' }],
  }),
  forbidden: new ForbiddenException('because of secret reasons'),
  pipe: new BadRequestException(['ward must be a string', 'facts.count must be a number']),
  database: new DatabaseUnavailableError('connect ECONNREFUSED secret-host'),
  busy: new DatabaseBusyError('secret-host'),
  keys: new KeyStoreUnavailableError('secret-host'),
  unforeseen: new Error('secret 青葉'),
  nothing: undefined,
};

@Controller()
class ThrowingController {
  @Get('throw/:what')
  throw(@Res({ passthrough: true }) reply: { request: { params: { what: string } } }): void {
    throw thrown[reply.request.params.what];
  }

  @Get('stream')
  stream(@Res() reply: { raw: NodeJS.WritableStream & { writeHead(status: number): void } }): void {
    reply.raw.writeHead(200);
    reply.raw.write('data: 1\n\n');
    throw new Error('in the middle');
  }

  @Post('echo')
  echo(@Body() body: unknown): unknown {
    return body;
  }
}

@Module({ controllers: [ThrowingController] })
class ThrowingModule {}

const lines: string[] = [];
let app: NestFastifyApplication;
const get = (url: string) => app.inject({ method: 'GET', url });
const post = (payload: string, type = 'application/json') =>
  app.inject({ method: 'POST', url: '/echo', payload, headers: { 'content-type': type } });

beforeAll(async () => {
  const adapter = new FastifyAdapter({ bodyLimit: 100, genReqId: () => 'request-1' });
  app = await NestFactory.create<NestFastifyApplication>(ThrowingModule, adapter, {
    logger: false,
  });
  const logger = createLogger('test', 'debug', { write: (line: string) => void lines.push(line) });
  app.useGlobalFilters(new ProblemFilter(logger));
  await app.listen(0, '127.0.0.1');
});
afterAll(async () => {
  await app.close();
});
beforeEach(() => {
  lines.length = 0;
});

describe('a refusal', () => {
  it("is problem+json with type, title, status, code, detail and the request's id", async () => {
    const answer = await get('/throw/problem');
    const { titleJa, titleEn } = PROBLEMS['version-changed'];
    expect(answer.statusCode).toBe(412);
    expect(answer.headers).toMatchObject({
      'content-type': PROBLEM_JSON,
      etag: '"4"',
      'cache-control': 'no-store',
    });
    expect(answer.json()).toEqual({
      type: 'urn:madoguchi:problem:version-changed',
      title: `${titleJa} / ${titleEn}`,
      status: 412,
      code: 'version-changed',
      detail: 'Version 4 is the latest.',
      instance: 'urn:madoguchi:request:request-1',
    });
    expect(lines).toEqual([]);
  });

  it('names each field that is wrong', async () => {
    const { errors } = (await get('/throw/fields')).json<{ errors: unknown }>();
    expect(errors).toEqual([{ field: 'ward', code: 'unknown', message: '区 / ward' }]);
    const fromPipe = (await get('/throw/pipe')).json<{ errors: { field: string }[] }>();
    expect(fromPipe.errors.map(({ field }) => field)).toEqual(['ward', 'facts.count']);
  });
});

describe('what Nest and Fastify refuse themselves', () => {
  it.each([
    ["an exception of Nest's", () => get('/throw/forbidden'), 403, 'forbidden'],
    ['a path that does not exist', () => get('/nowhere/secret'), 404, 'not-found'],
    [
      'a body that is too large',
      () => post(JSON.stringify({ a: 'x'.repeat(200) })),
      413,
      'payload-too-large',
    ],
    ['a body that is no JSON', () => post('{ "secret": '), 400, 'malformed-json'],
    ['an empty body', () => post(''), 400, 'malformed-json'],
    [
      'a body with a forbidden key',
      () => post('{"__proto__": {"secret": 1}}'),
      400,
      'malformed-json',
    ],
    [
      'a body of another type',
      () => post('<secret/>', 'application/xml'),
      415,
      'unsupported-media-type',
    ],
  ])('%s becomes a problem of ours', async (_what, ask, status, code) => {
    const answer = await ask();
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([status, PROBLEM_JSON]);
    expect(answer.json()).toMatchObject({ status, code });
    expect(answer.body).not.toContain('secret');
  });
});

describe("what is not the client's fault", () => {
  it.each([
    ['database', 'database-unavailable', '7'],
    ['busy', 'database-unavailable', '5'],
    ['keys', 'keys-unavailable', '5'],
  ])('is 503 with Retry-After when the %s cannot be reached', async (what, code, retryAfter) => {
    const answer = await get(`/throw/${what}`);
    expect(answer.json()).toMatchObject({ status: 503, code });
    expect(answer.headers['retry-after']).toBe(retryAfter);
    expect(answer.body).not.toContain('secret');
    expect(lines.map((line) => (JSON.parse(line) as { level: string }).level)).toEqual(['warn']);
  });

  it("is 500 without internals when nobody foresaw it, and is logged under the request's id", async () => {
    const answer = await get('/throw/unforeseen');
    expect(answer.json()).toMatchObject({
      status: 500,
      code: 'internal',
      instance: 'urn:madoguchi:request:request-1',
    });
    expect(answer.body + lines.join()).not.toMatch(/secret|青葉/);
    expect(JSON.parse(lines[0]!)).toMatchObject({
      level: 'error',
      requestId: 'request-1',
      route: '/throw/:what',
      err: { type: 'Error' },
    });
  });

  it('is 500 even when nothing was thrown but undefined', async () => {
    expect((await get('/throw/nothing')).statusCode).toBe(500);
  });

  it('cuts a stream that has begun, so that nobody takes it for complete', async () => {
    const reading = fetch(`${await app.getUrl()}/stream`).then((answer) => answer.text());
    await expect(reading).rejects.toThrow();
  });
});
