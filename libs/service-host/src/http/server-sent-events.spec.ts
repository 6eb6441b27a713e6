import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, Module, Res } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Allow } from '@app/auth';
import { startTestIssuer, type TestIssuer } from '@app/auth/testing';
import { HealthRegistry, Metrics, createLogger } from '@app/observability';
import { NEVER, defer, merge, of } from 'rxjs';
import { createHttpApp } from './http-app.js';
import { streamEvents, type EventReply } from './server-sent-events.js';

const HEARTBEAT_MS = 50;
let subscribed = 0;

@Controller('v1/things')
class ThingsController {
  private readonly stopping = new AbortController().signal;

  @Get('live')
  @Allow('interview.read')
  live(@Res() reply: EventReply): void {
    const source = defer(() => {
      subscribed += 1;
      return merge(of({ data: 'first' }), NEVER);
    });
    streamEvents(reply, source, { stopping: this.stopping, heartbeatMs: HEARTBEAT_MS });
  }
}

@Module({ controllers: [ThingsController] })
class Fixture {}

describe('a live stream', () => {
  let issuer: TestIssuer;
  let app: NestFastifyApplication;
  let url: string;

  beforeAll(async () => {
    issuer = await startTestIssuer();
    app = await createHttpApp([Fixture], {
      ...{ title: '試験 / Test', description: 'A fixture.', auth: issuer },
      logger: createLogger('test', 'error'),
      health: new HealthRegistry(),
      metrics: new Metrics(),
    });
    await app.listen(0, '127.0.0.1');
    url = `${await app.getUrl()}/v1/things/live`;
  });
  afterAll(async () => {
    app.getHttpServer().closeAllConnections();
    await app.close();
    await issuer.stop();
  });

  const open = (token: string, init: RequestInit = {}): Promise<Response> =>
    fetch(url, { ...init, headers: { authorization: `Bearer ${token}` } });
  const seconds = (): number => Math.floor(Date.now() / 1_000);
  const citizen = { sub: 'citizen-1', roles: ['citizen'], wards: [], loa: 'card-signature' };

  it('goes on while the caller may see it', async () => {
    const reader = (await open(await issuer.tokenWith(citizen))).body!.getReader();
    let text = '';
    while (text.split(':\n\n').length < 4)
      text += Buffer.from((await reader.read()).value as Uint8Array).toString();
    expect(text).toContain('data: "first"');
    await reader.cancel();
  });

  it('ends when the token does', async () => {
    // Within the tolerance for clocks: it has ended three seconds ago, and counts for at most two more.
    const token = await issuer.tokenWith({ ...citizen, exp: seconds() - 3 });
    const began = Date.now();
    expect(await (await open(token)).text()).toContain('data: "first"');
    expect(Date.now() - began).toBeLessThan(4_000);
  });

  it('ends when an officer loses their ward, or everything', async () => {
    const officer = { roles: ['reviewer'], section: 'resident', wards: ['14131'] } as const;
    for (const [sub, change] of [
      ['anna', { ...officer, wards: [] }],
      ['ben', 'ended'],
    ] as const) {
      const token = await issuer.tokenWith({ sub, ...officer, iat: seconds() - 27 });
      const answer = await open(token);
      issuer.change(sub, change);
      expect(await answer.text()).toContain('data: "first"');
    }
  });

  it('ends the oldest when one caller opens more than ten, and nobody else’s', async () => {
    const other = await open(await issuer.tokenWith({ ...citizen, sub: 'citizen-2' }));
    const token = await issuer.tokenWith(citizen);
    const first = await open(token);
    const rest: Response[] = [];
    for (let more = 0; more < 10; more += 1) rest.push(await open(token));
    expect(await first.text()).toContain('data: "first"');
    for (const one of [other, ...rest]) {
      const reader = one.body!.getReader();
      expect((await reader.read()).done).toBe(false);
      await reader.cancel();
    }
  });

  it('answers HEAD with its headers and leaves nothing behind', async () => {
    const before = subscribed;
    const answer = await open(await issuer.tokenWith(citizen), { method: 'HEAD' });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      200,
      'text/event-stream; charset=utf-8',
    ]);
    expect(subscribed).toBe(before);
  });
});
