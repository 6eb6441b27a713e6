import type { JWTPayload } from 'jose';
import type { IntrospectionOptions } from './auth.options.js';
import { discover } from './discovery.js';

const TIMEOUT_MS = 2_000;

/** What the issuer says of a token now (RFC 7662, 2.2). */
export type Standing = { readonly active: false } | ({ readonly active: true } & JWTPayload);

/**
 * Asks the issuer whether a token still stands, and with which claims. The address comes from its discovery document.
 * @throws when it cannot be asked, or does not know us
 */
export class Introspection {
  private endpoint?: Promise<string>;

  constructor(
    private readonly issuer: string,
    private readonly client: IntrospectionOptions,
  ) {}

  async ask(token: string): Promise<Standing> {
    const { clientId, clientSecret } = this.client;
    const response = await fetch(await this.address(), {
      method: 'POST',
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: { authorization: basic(clientId, clientSecret), accept: 'application/json' },
      body: new URLSearchParams({ token, token_type_hint: 'access_token' }),
    });
    if (!response.ok) throw new Error(`The issuer answers introspection with ${response.status}.`);
    const said = (await response.json()) as Partial<Standing>;
    return said.active === true ? (said as Standing) : { active: false };
  }

  private address(): Promise<string> {
    this.endpoint ??= discover(this.issuer, 'introspection_endpoint', TIMEOUT_MS).catch(
      (error: unknown) => {
        this.endpoint = undefined;
        throw error;
      },
    );
    return this.endpoint;
  }
}

/** RFC 6749, 2.3.1: both parts are form-encoded first. */
const basic = (id: string, secret: string): string =>
  `Basic ${Buffer.from([id, secret].map(encodeURIComponent).join(':')).toString('base64')}`;
