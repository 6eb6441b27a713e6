import { EventEmitter } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller, Get, Module, Res } from '@nestjs/common';
import { AllowAnonymous } from '@app/auth';
import { HealthRegistry, Metrics, createLogger } from '@app/observability';
import { NEVER, Observable, Subject } from 'rxjs';
import { createHttpApp } from '../http/http-app.js';
import { HttpEnd } from '../http/http-end.js';
import { streamEvents, type EventReply, type LiveEvent } from '../http/server-sent-events.js';
import { runProcess, type HostProcess, type Running, type Stopping } from './run-process.js';

/** A process that can be sent signals without ending the test. */
class TestProcess extends EventEmitter implements HostProcess {
  readonly lines: string[] = [];
  readonly stdout = { write: (text: string) => this.lines.push(text) };
  readonly complaints: string[] = [];
  readonly stderr = { write: (text: string) => this.complaints.push(text) };
  readonly exited = Promise.withResolvers<number>();

  exit(code: number): void {
    this.exited.resolve(code);
  }
}

interface Answer {
  readonly status: number | undefined;
  readonly connection: string | undefined;
  readonly text: string;
}

const JSON_BODY = { 'content-type': 'application/json' };
const logger = createLogger('test');
const agent = new Agent({ keepAlive: true });

const textOf = async (response: IncomingMessage): Promise<Answer> => {
  let text = '';
  for await (const chunk of response) text += String(chunk);
  return { status: response.statusCode, connection: response.headers.connection, text };
};

const answerTo = (url: string, via = agent): Promise<Answer> =>
  new Promise((resolve, reject) => {
    get(url, { agent: via }, (response) => void textOf(response).then(resolve, reject)).on(
      'error',
      reject,
    );
  });

describe('the life of a process', () => {
  const entered = { slow: Promise.withResolvers<void>(), live: Promise.withResolvers<void>() };
  let release: PromiseWithResolvers<string>;
  let events: Observable<LiveEvent>;
  let stopping: AbortSignal;
  let target: TestProcess;
  let url: string;

  @Controller()
  class WorkController {
    @Get('slow')
    @AllowAnonymous()
    slow(): Promise<string> {
      entered.slow.resolve();
      return release.promise;
    }

    @Get('live')
    @AllowAnonymous()
    live(@Res() reply: EventReply): void {
      streamEvents(reply, events, { stopping });
      entered.live.resolve();
    }
  }

  @Module({ controllers: [WorkController] })
  class Fixture {}

  const start = async ({ signal }: Stopping): Promise<Running> => {
    stopping = signal;
    const app = await createHttpApp([Fixture], {
      title: 'test',
      description: 'test',
      auth: { issuer: 'http://127.0.0.1:1', audience: 'test' },
      logger,
      health: new HealthRegistry(),
      metrics: new Metrics(),
      stopping: signal,
    });
    const end = new HttpEnd(app);
    await app.listen(0, '127.0.0.1');
    url = await app.getUrl();
    return { ready: `ready at ${url}`, stop: () => end.answered().then(() => end.close()) };
  };

  const ready = async (): Promise<void> => {
    const started = Promise.withResolvers<void>();
    void runProcess(logger, (it) => start(it).finally(() => setImmediate(started.resolve)), target);
    await started.promise;
  };

  beforeEach(() => {
    entered.slow = Promise.withResolvers();
    entered.live = Promise.withResolvers();
    release = Promise.withResolvers();
    events = NEVER;
    target = new TestProcess();
  });
  afterEach(() => agent.destroy());

  it('prints one line when it is ready', async () => {
    await ready();
    target.emit('SIGTERM');
    expect(await target.exited.promise).toBe(0);
    expect(target.lines).toEqual([`ready at ${url}\n`]);
  });

  it('answers a request that is under way at SIGTERM, closes its connection, and refuses new ones', async () => {
    await ready();
    const answer = answerTo(`${url}/slow`);
    await entered.slow.promise;
    target.emit('SIGTERM');
    const refused = await fetch(`${url}/slow`, { method: 'POST', body: '{}', headers: JSON_BODY });
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
    expect(refused.headers.get('connection')).toBe('close');
    expect(refused.headers.get('content-type')).toContain('application/problem+json');
    expect(await refused.json()).toMatchObject({ code: 'shutting-down' });
    release.resolve('done');
    expect(await answer).toEqual({ status: 200, connection: 'close', text: 'done' });
    expect(await target.exited.promise).toBe(0);
    await expect(fetch(`${url}/slow`)).rejects.toThrow();
  });

  it('says at SIGTERM on a kept-alive connection that it stops, and closes it; it is not ready, but alive', async () => {
    await ready();
    const answer = answerTo(`${url}/slow`);
    await entered.slow.promise;
    const kept = new Agent({ keepAlive: true, maxSockets: 1 });
    const ask = (path: string): Promise<Answer> => answerTo(`${url}${path}`, kept);
    expect(await ask('/health/live')).toMatchObject({ status: 200, connection: 'keep-alive' });
    target.emit('SIGTERM');
    expect(await ask('/slow')).toMatchObject({ status: 503, connection: 'close' });
    expect((await ask('/health/live')).status).toBe(200);
    release.resolve('done');
    expect((await answer).status).toBe(200);
    expect(await target.exited.promise).toBe(0);
    kept.destroy();
  });

  it('ends at once when it is told to stop while it starts', async () => {
    void runProcess(logger, () => new Promise(() => undefined), target);
    target.emit('SIGTERM');
    expect(await target.exited.promise).toBe(0);
  });

  it('ends live streams at SIGTERM, with everything that was sent and when to come again', async () => {
    const sent = new Subject<LiveEvent>();
    events = sent;
    await ready();
    const answer = answerTo(`${url}/live`);
    await entered.live.promise;
    sent.next({ id: '1', event: 'status', data: { text: '受付\n済' } });
    target.emit('SIGTERM');
    expect((await answer).text).toBe(
      'id: 1\nevent: status\ndata: {"text":"受付\\n済"}\n\nretry: 1000\n\n',
    );
    expect(await target.exited.promise).toBe(0);
    expect(sent.observed).toBe(false);
  });

  it('lets go of a live stream when the client is gone', async () => {
    await ready();
    const released = Promise.withResolvers<void>();
    events = new Observable<LiveEvent>(() => () => released.resolve());
    const call = get(`${url}/live`, { agent: false }).on('error', () => undefined);
    await entered.live.promise;
    call.destroy();
    await released.promise;
    target.emit('SIGTERM');
    expect(await target.exited.promise).toBe(0);
  });

  it('says why and exits with code 1 when it cannot start', async () => {
    await runProcess(logger, () => Promise.reject(new Error('no database')), target);
    expect(await target.exited.promise).toBe(1);
    expect(target.lines).toEqual([]);
    expect(target.complaints).toEqual(['Not started. no database\n']);
  });

  it('stops in order with code 1 when nobody caught an error', async () => {
    await ready();
    target.emit('unhandledRejection', new Error('forgotten'));
    expect(await target.exited.promise).toBe(1);
    await expect(fetch(url)).rejects.toThrow();
  });
});
