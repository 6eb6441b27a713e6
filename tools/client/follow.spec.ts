import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { ApiClient } from './api-client.js';
import { follow } from './follow.js';

describe('follow', () => {
  let server: Server;
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  async function serving(status: number, parts: readonly (string | Buffer)[]): Promise<ApiClient> {
    server = createServer((_request, response) => {
      response.writeHead(status, { 'content-type': 'text/event-stream' });
      for (const part of parts) response.write(part);
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new ApiClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, 'token');
  }

  async function all(client: ApiClient): Promise<unknown[]> {
    const seen: unknown[] = [];
    for await (const data of follow(client, '/stream', new AbortController().signal))
      seen.push(data);
    return seen;
  }

  it('gives the data of each event, without comments', async () => {
    const client = await serving(200, [
      'id: 1\nevent: status\ndata: {"version":1}\n\n',
      ':\n\n',
      'data: {"version":2}\n\n',
    ]);
    expect(await all(client)).toEqual([{ version: 1 }, { version: 2 }]);
  });

  it('puts together what arrives in pieces, within a character too', async () => {
    const event = Buffer.from('data: {"name":"窓口"}\n\n');
    const client = await serving(200, [event.subarray(0, 17), event.subarray(17)]);
    expect(await all(client)).toEqual([{ name: '窓口' }]);
  });

  it('says when there is no stream', async () => {
    const client = await serving(404, []);
    await expect(all(client)).rejects.toThrow('GET /stream → 404');
  });
});
