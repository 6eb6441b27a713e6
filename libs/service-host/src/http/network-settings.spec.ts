import { afterEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Module, Req } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Allow, AllowAnonymous } from '@app/auth';
import { startTestIssuer, type TestIssuer } from '@app/auth/testing';
import { HealthRegistry, Metrics, createLogger } from '@app/observability';
import request from 'supertest';
import { createHttpApp, type HttpAppOptions } from './http-app.js';
import type { HttpSettings } from './http-variables.js';
import { rateLimits } from './rate-limit/rate-limits.js';

@Controller('v1/things')
class ThingsController {
  @Get('address')
  @AllowAnonymous()
  address(@Req() { ip }: { readonly ip: string }): string {
    return ip;
  }

  @Get('own')
  @Allow('application.read')
  own(): string {
    return 'own';
  }
}

@Module({ controllers: [ThingsController] })
class Fixture {}

const logger = createLogger('test', 'error');
const SETTINGS: HttpSettings = {
  ...{ perSubject: 0, perAddress: 0, trustedProxies: [], corsOrigins: [] },
};

describe('An HTTP application', () => {
  const closing: (() => Promise<unknown>)[] = [];
  let issuer: TestIssuer;

  async function started(settings: Partial<HttpSettings>): Promise<NestFastifyApplication> {
    issuer = await startTestIssuer();
    const http = { ...SETTINGS, ...settings };
    const limits = await rateLimits(http, {
      ...{ name: 'test', logger },
      sharedKey: () => Promise.reject(new Error('nobody asks for it without Redis')),
    });
    const parts = { logger, health: new HealthRegistry(), metrics: new Metrics() };
    const options: HttpAppOptions = {
      ...{ title: '試験 / Test', description: 'A fixture.', auth: issuer, http, limits },
      ...parts,
    };
    const app = await createHttpApp([Fixture], options);
    await app.listen(0, '127.0.0.1');
    closing.push(
      () => app.close(),
      () => issuer.stop(),
    );
    return app;
  }
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });

  const get = (app: NestFastifyApplication, path: string): request.Test =>
    request(app.getHttpServer()).get(`/v1/things/${path}`);
  const as = async (app: NestFastifyApplication, sub: string): Promise<request.Response> =>
    get(app, 'own').set(
      'authorization',
      `Bearer ${await issuer.token({ sub, roles: ['citizen'] })}`,
    );

  it('stops a caller who asks too often, and nobody else, and says when to come again', async () => {
    const app = await started({ perSubject: 2 });
    expect([(await as(app, 'a')).status, (await as(app, 'a')).status]).toEqual([200, 200]);
    const refused = await as(app, 'a');
    expect(refused.body).toMatchObject({ status: 429, code: 'too-many-requests' });
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(60);
    expect((await as(app, 'b')).status).toBe(200);
  });

  it('stops an address before anybody is proved, also one that sends worthless tokens', async () => {
    const app = await started({ perAddress: 2 });
    const worthless = () => get(app, 'own').set('authorization', 'Bearer x');
    expect([(await worthless()).status, (await worthless()).status]).toEqual([401, 401]);
    expect((await worthless()).status).toBe(429);
    expect((await get(app, 'address')).status).toBe(429);
  });

  it('believes X-Forwarded-For of a named proxy only', async () => {
    const asked = { 'x-forwarded-for': '203.0.113.7' };
    expect((await get(await started({}), 'address').set(asked)).text).toBe('127.0.0.1');
    const behind = await started({ trustedProxies: ['127.0.0.0/8'] });
    expect((await get(behind, 'address').set(asked)).text).toBe('203.0.113.7');
  });

  it('lets pages of a named origin call, without cookies', async () => {
    const app = await started({ corsOrigins: ['https://front.test'] });
    const preflight = (origin: string): request.Test =>
      request(app.getHttpServer())
        .options('/v1/things/own')
        .set({ origin, 'access-control-request-method': 'GET' });
    const { headers } = await preflight('https://front.test');
    expect(headers['access-control-allow-origin']).toBe('https://front.test');
    expect(headers['access-control-allow-credentials']).toBeUndefined();
    const other = await preflight('https://elsewhere.test');
    expect(other.headers['access-control-allow-origin']).toBeUndefined();
  });
});
