import { randomUUID } from 'node:crypto';
import type { ServiceName } from '@app/contracts';
import type { Addresses, Answer, Exchange, Hears, Sent } from './exchange.js';

/** Somebody with an account and plain HTTP; whatever is said to them is written down. */
export class Speaker {
  #token: Promise<string> | undefined;

  constructor(
    private readonly system: Addresses,
    private readonly exchanges: Exchange[],
    readonly account: string,
    private readonly hears: Hears,
  ) {}

  /** The token that this one comes with: who finds it can be that person for as long as it holds. */
  get token(): Promise<string> {
    return (this.#token ??= this.system.tokenOf(this.account));
  }

  async say(service: ServiceName, path: string, sent: Sent = {}): Promise<Answer> {
    const method = sent.method ?? (sent.body === undefined ? 'GET' : 'POST');
    const response = await fetch(`${this.system.urlOf(service)}${path}`, {
      method,
      headers: await this.headers(sent),
      ...(sent.body !== undefined && { body: bodyOf(sent.body) }),
    });
    const body = Buffer.from(await response.arrayBuffer());
    this.exchanges.push({
      ...{ account: this.account, hears: this.hears, status: response.status },
      request: `${method} ${path}`,
      said: Buffer.concat([Buffer.from(`${[...response.headers].flat().join('\n')}\n\n`), body]),
      location: response.headers.get('location'),
    });
    return { status: response.status, headers: response.headers, text: body.toString('utf8') };
  }

  /** @throws unless it is answered with 2xx */
  async ask<T>(service: ServiceName, path: string, sent: Sent = {}): Promise<T> {
    const { status, text } = await this.say(service, path, sent);
    if (status < 200 || status > 299)
      throw new Error(`${this.account} ${path}: ${status} ${text.slice(0, 500)}`);
    return JSON.parse(text) as T;
  }

  /** A live stream: what came until `enough` says so, with all that was sent till then. */
  async listen(
    service: ServiceName,
    path: string,
    enough: (text: string) => boolean,
  ): Promise<string> {
    const response = await fetch(`${this.system.urlOf(service)}${path}`, {
      headers: await this.headers({}),
    });
    let text = '';
    const decoder = new TextDecoder();
    for await (const piece of response.body ?? []) {
      text += decoder.decode(piece as Uint8Array, { stream: true });
      if (enough(text)) break;
    }
    const { account, hears } = this;
    const said = Buffer.from(text);
    const request = `GET ${path}`;
    this.exchanges.push({ account, hears, request, status: response.status, said, location: null });
    return text;
  }

  private async headers({ body, headers }: Sent): Promise<Record<string, string>> {
    return {
      authorization: `Bearer ${await this.token}`,
      ...(body !== undefined && {
        'content-type': 'application/json',
        'idempotency-key': randomUUID(),
      }),
      ...headers,
    };
  }
}

const bodyOf = (body: unknown): string | Uint8Array<ArrayBuffer> =>
  typeof body === 'string' || Buffer.isBuffer(body) ? (body as string) : JSON.stringify(body);
