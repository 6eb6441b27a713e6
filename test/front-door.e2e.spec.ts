import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { once } from 'node:events';
import {
  Agent,
  createServer,
  get,
  type IncomingMessage,
  request,
  type RequestListener,
  type Server,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { FrontDoor } from '../deploy/native/src/front-door/front-door.js';
import { freePort } from '../deploy/native/src/index.js';
import { until } from './support/until.js';

interface Backend {
  readonly url: string;
  readonly server: Server;
  ready: boolean;
  serve: RequestListener;
  seen: number;
}

async function backend(): Promise<Backend> {
  const server = createServer((incoming, outgoing) => {
    if (incoming.url === '/health/ready') return outgoing.writeHead(one.ready ? 200 : 503).end();
    one.seen += 1;
    one.serve(incoming, outgoing);
    return undefined;
  });
  const one: Backend = {
    server,
    url: '',
    ready: true,
    seen: 0,
    serve: (_incoming, outgoing) => void outgoing.end(one.url),
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return Object.assign(one, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  });
}

const post = (url: string, body?: string): Promise<Response> =>
  fetch(url, { method: 'POST', ...(body !== undefined && { body }) });

describe('The front door of a service', () => {
  let one: Backend;
  let two: Backend;
  let front: FrontDoor;
  let url: string;

  const seen = (): Promise<string[]> => front.look('applications');

  beforeEach(async () => {
    [one, two] = [await backend(), await backend()];
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    front = await FrontDoor.open([
      { service: 'applications', port, processes: [one.url, two.url] },
    ]);
    await until('both are seen', async () => (await seen()).length === 2);
  });

  afterEach(async () => {
    await front.close();
    for (const { server } of [one, two]) {
      server.closeAllConnections();
      server.close();
    }
  });

  it('gives requests to its processes in turn', async () => {
    const answers = new Set<string>();
    for (let count = 0; count < 4; count += 1) answers.add(await (await fetch(url)).text());
    expect(answers).toEqual(new Set([one.url, two.url]));
    expect([one.seen, two.seen]).toEqual([2, 2]);
  });

  it('passes method, path, query, headers and body on, and the answer back', async () => {
    front.takeOut(two.url);
    one.serve = (incoming, outgoing) => {
      void (async () => {
        let body = '';
        for await (const chunk of incoming) body += String(chunk);
        outgoing.writeHead(418, { location: '/v1/x', 'x-request-id': 'r' });
        const { method, url: path, headers } = incoming;
        outgoing.end(JSON.stringify({ method, path, key: headers['idempotency-key'], body }));
      })();
    };
    const answer = await fetch(`${url}/v1/applications?a=%2F`, {
      method: 'PUT',
      headers: { 'idempotency-key': 'k' },
      body: '出生',
    });
    expect([answer.status, answer.headers.get('location')]).toEqual([418, '/v1/x']);
    expect(await answer.json()).toEqual({
      method: 'PUT',
      path: '/v1/applications?a=%2F',
      key: 'k',
      body: '出生',
    });
  });

  it('gives a request to another process when the first one does not listen any more', async () => {
    one.server.closeAllConnections();
    await new Promise((resolve) => one.server.close(resolve));
    for (let count = 0; count < 4; count += 1)
      expect(await (await post(url, 'x')).text()).toBe(two.url);
  });

  it('repeats what changes nothing, and says that the outcome of the rest is unknown', async () => {
    one.serve = (incoming) => incoming.socket.destroy();
    const read = async (): Promise<string> => (await fetch(url)).text();
    expect([await read(), await read()]).toEqual([two.url, two.url]);
    await until('the first is seen again', async () => (await seen()).includes(one.url));
    front.takeOut(two.url);
    const answer = await post(url, 'x');
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([502, '1']);
    expect(await answer.json()).toMatchObject({ code: 'outcome-unknown' });
    expect(two.seen).toBe(2);
  });

  it('gives nothing to a process that is taken out or not ready, and says so when there is none', async () => {
    front.takeOut(one.url);
    two.ready = false;
    await until('none is seen', async () => (await seen()).length === 0);
    const answer = await post(url, 'x');
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(await answer.json()).toMatchObject({ code: 'temporarily-unavailable', status: 503 });
    expect([one.seen, two.seen]).toEqual([0, 0]);
    front.putIn(one.url);
    expect(await (await fetch(url)).text()).toBe(one.url);
  });

  it('gives nothing more to a process that says that it is stopping', async () => {
    one.serve = (_incoming, outgoing) =>
      void outgoing.writeHead(503, { connection: 'close', 'retry-after': '1' }).end();
    front.takeOut(two.url);
    one.ready = false;
    expect((await post(url)).status).toBe(503);
    front.putIn(two.url);
    for (let count = 0; count < 4; count += 1) expect(await (await post(url)).text()).toBe(two.url);
    expect(one.seen).toBe(1);
  });

  it.each(['/metrics', '/health/ready', '/%6Detrics', '/health%2Fready', '/metrics?x'])(
    'does not show %s',
    async (path) => {
      expect((await fetch(`${url}${path}`)).status).toBe(404);
      expect(one.seen + two.seen).toBe(0);
    },
  );

  it('refuses a body that no service takes', async () => {
    const answer = await post(url, 'x'.repeat(256 * 1024 + 1));
    expect([answer.status, one.seen + two.seen]).toEqual([413, 0]);
  });

  it('passes a stream on as it comes, and ends it when the client is gone', async () => {
    front.takeOut(two.url);
    const gone = Promise.withResolvers<void>();
    one.serve = (_incoming, outgoing) => {
      outgoing.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
      outgoing.once('close', gone.resolve);
      send = (text) => void outgoing.write(text);
    };
    let send: (text: string) => void = () => undefined;
    const call = get(url, { agent: false });
    call.on('error', () => undefined);
    // The headers come before the first event does.
    const [answer] = (await once(call, 'response')) as [IncomingMessage];
    send('data: 1\n\n');
    expect(String((await once(answer, 'data'))[0])).toBe('data: 1\n\n');
    answer.on('error', () => undefined);
    call.destroy();
    await gone.promise;
  });

  it('cuts an answer off that a process does not finish: nobody takes half of it for the whole', async () => {
    front.takeOut(two.url);
    one.serve = (_incoming, outgoing) => {
      outgoing.writeHead(200, { 'content-type': 'application/json' });
      outgoing.write('{"items":[', () => outgoing.destroy());
    };
    await expect(fetch(url).then((answer) => answer.text())).rejects.toThrow();
  });

  it('keeps the connection of a client open, whichever process answers', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const ports = new Set<number | undefined>();
    for (let count = 0; count < 3; count += 1) {
      const call = request(url, { agent }).end();
      const [answer] = (await once(call, 'response')) as [IncomingMessage];
      ports.add(call.socket?.localPort);
      answer.resume();
      await once(answer, 'end');
    }
    agent.destroy();
    expect(ports.size).toBe(1);
  });
});
