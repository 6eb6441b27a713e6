import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { SectionName } from '@app/contracts';
import {
  SignJWT,
  exportJWK,
  exportSPKI,
  generateKeyPair,
  UnsecuredJWT,
  type CryptoKey,
  type JWK,
  type JWTPayload,
} from 'jose';
import type { Role } from '../principal.js';

/** Everything that a token can get wrong. */
export type BadToken =
  | 'expired'
  | 'not-yet-valid'
  | 'without-expiry'
  | 'wrong-audience'
  | 'wrong-issuer'
  | 'wrong-type'
  | 'unsigned'
  | 'public-key-as-secret'
  | 'unknown-key'
  | 'embedded-key'
  | 'tampered'
  | 'garbage';

export interface TestClaims {
  readonly sub?: string;
  readonly roles: readonly Role[];
  readonly section?: SectionName;
  readonly wards?: readonly string[];
  readonly loa?: string;
}

export interface TestIssuer {
  readonly issuer: string;
  readonly audience: string;
  /** How often the keys were fetched. */
  readonly fetches: () => number;
  token(claims: TestClaims): Promise<string>;
  /** A well signed token with exactly these claims beside those of the protocol; `undefined` leaves one out. */
  tokenWith(claims: Readonly<Record<string, unknown>>): Promise<string>;
  badToken(kind: BadToken, claims: TestClaims): Promise<string>;
  stop(): Promise<void>;
}

interface SigningKey {
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
  readonly kid: string;
  readonly jwk: JWK;
}

const AUDIENCE = 'https://api.madoguchi.test';
const HOUR = 3600;

/** A second issuer for tests: its own keys, a discovery document and a JWKS over HTTP on loopback, nothing else. */
export async function startTestIssuer(
  options: { readonly audience?: string } = {},
): Promise<TestIssuer> {
  const key = await newKey();
  const published = { keys: [{ ...key.jwk, kid: key.kid, alg: 'ES256', use: 'sig' }] };
  const server = new KeyServer(published);
  const issuer = await server.listen();
  const audience = options.audience ?? AUDIENCE;
  const tokenWith = (claims: Readonly<Record<string, unknown>>): Promise<string> =>
    sign(claimsOf(issuer, audience, claims), key);
  return {
    issuer,
    audience,
    fetches: () => server.fetches,
    token: (claims) => tokenWith(full(claims)),
    tokenWith,
    badToken: (kind, claims) =>
      BAD[kind]({ key, claims: claimsOf(issuer, audience, full(claims)) }),
    stop: () => server.close(),
  };
}

class KeyServer {
  fetches = 0;
  private readonly server: Server;

  constructor(keys: object) {
    this.server = createServer((request, response) => {
      response.setHeader('content-type', 'application/json');
      if (request.url === '/jwks') this.fetches++;
      response.end(JSON.stringify(request.url === '/jwks' ? keys : this.discovery()));
    });
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
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  private discovery(): object {
    return { issuer: this.url(), jwks_uri: `${this.url()}/jwks` };
  }
}

interface Ingredients {
  readonly key: SigningKey;
  readonly claims: JWTPayload;
}

const BAD: Record<BadToken, (from: Ingredients) => Promise<string>> = {
  expired: ({ key, claims }) => sign({ ...claims, exp: now() - 60 }, key),
  'not-yet-valid': ({ key, claims }) => sign({ ...claims, nbf: now() + 60 }, key),
  'without-expiry': ({ key, claims }) => sign({ ...claims, exp: undefined }, key),
  'wrong-audience': ({ key, claims }) => sign({ ...claims, aud: 'https://elsewhere.test' }, key),
  'wrong-issuer': ({ key, claims }) => sign({ ...claims, iss: 'https://elsewhere.test' }, key),
  'wrong-type': ({ key, claims }) => sign(claims, key, { typ: 'JWT' }),
  unsigned: ({ claims }) => Promise.resolve(new UnsecuredJWT(claims).encode()),
  'public-key-as-secret': async ({ key, claims }) =>
    new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256', kid: key.kid, typ: 'at+jwt' })
      .sign(new TextEncoder().encode(await exportSPKI(key.publicKey))),
  'unknown-key': async ({ claims }) => sign(claims, await newKey()),
  'embedded-key': async ({ key, claims }) => {
    const own = await newKey();
    return sign(claims, { ...own, kid: key.kid }, { jwk: own.jwk });
  },
  tampered: async ({ key, claims }) => {
    const [header, , signature] = (await sign(claims, key)).split('.');
    const raised = { ...claims, roles: ['operator'] };
    return [header, Buffer.from(JSON.stringify(raised)).toString('base64url'), signature].join('.');
  },
  garbage: () => Promise.resolve('not.a.token'),
};

const now = (): number => Math.floor(Date.now() / 1000);

function full(claims: TestClaims): Record<string, unknown> {
  return { sub: randomUUID(), wards: [], loa: 'high', ...claims };
}

const claimsOf = (
  issuer: string,
  audience: string,
  claims: Readonly<Record<string, unknown>>,
): JWTPayload => ({
  iss: issuer,
  aud: audience,
  iat: now(),
  exp: now() + HOUR,
  jti: randomUUID(),
  ...claims,
});

function sign(
  claims: JWTPayload,
  key: SigningKey,
  header: Record<string, unknown> = {},
): Promise<string> {
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'ES256', kid: key.kid, typ: 'at+jwt', ...header })
    .sign(key.privateKey);
}

async function newKey(): Promise<SigningKey> {
  const pair = await generateKeyPair('ES256', { extractable: true });
  return { ...pair, kid: randomUUID(), jwk: await exportJWK(pair.publicKey) };
}
