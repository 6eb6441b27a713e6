import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decodeJwt } from 'jose';
import type { IntrospectionOptions } from '../auth.options.js';

/** The HTTP side of the test issuer. It knows its accounts by `sub` and trusts what it is asked about: it signed it. */
export class IssuerServer {
  fetches = 0;
  readonly changed = new Map<string, Readonly<Record<string, unknown>> | 'ended'>();
  private readonly server: Server;

  constructor(
    private readonly keys: object,
    private readonly path: string,
    private readonly client: IntrospectionOptions,
  ) {
    this.server = createServer((request, response) => void this.answer(request, response));
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return this.url();
  }

  close(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}${this.path}`;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const route = request.url?.slice(this.path.length);
    response.setHeader('content-type', 'application/json');
    if (route === '/introspection') return this.introspect(request, response);
    if (route === '/jwks') this.fetches++;
    response.end(JSON.stringify(route === '/jwks' ? this.keys : this.discovery()));
  }

  private async introspect(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = await bodyOf(request);
    const { clientId, clientSecret } = this.client;
    const known = [clientId, clientSecret].map(encodeURIComponent).join(':');
    if (request.headers.authorization !== `Basic ${Buffer.from(known).toString('base64')}`)
      return void response.writeHead(401).end('{}');
    const claims = decodeJwt(form.get('token') ?? '');
    const changed = this.changed.get(claims.sub ?? '');
    const said = changed === 'ended' ? { active: false } : { active: true, ...claims, ...changed };
    response.end(JSON.stringify(said));
  }

  private discovery(): object {
    const url = this.url();
    return {
      jwks_uri: `${url}/jwks`,
      introspection_endpoint: `${url}/introspection`,
      issuer: url,
    };
  }
}

async function bodyOf(request: IncomingMessage): Promise<URLSearchParams> {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  return new URLSearchParams(body);
}
