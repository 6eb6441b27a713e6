import { randomUUID } from 'node:crypto';
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
import type { IntrospectionOptions } from '../auth.options.js';
import { IssuerServer } from './issuer-server.js';
import type { LevelOfAssurance } from '../policy/levels-of-assurance.js';
import type { Role } from '../policy/roles.js';

/** Everything that a token can get wrong. */
export type BadToken =
  | 'expired'
  | 'not-yet-valid'
  | 'issued-in-the-future'
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

/** The kinds of key that issuers use. */
type Algorithm = 'ES256' | 'PS256' | 'RS256' | 'EdDSA';

export interface TestClaims {
  readonly sub?: string;
  readonly roles: readonly Role[];
  readonly section?: SectionName;
  readonly wards?: readonly string[];
  /** `card-signature` when absent. */
  readonly loa?: LevelOfAssurance;
}

export interface TestIssuer {
  readonly issuer: string;
  readonly audience: string;
  /** As which a service asks it about a token. */
  readonly introspection: IntrospectionOptions;
  /** How often the keys were fetched. */
  readonly fetches: () => number;
  /** What introspection says of this subject's tokens from now on: these claims instead of the token's, or that they ended. */
  change(sub: string, claims: TestClaims | 'ended'): void;
  token(claims: TestClaims): Promise<string>;
  /** A well signed token with exactly these claims beside those of the protocol; `undefined` leaves one out. */
  tokenWith(claims: Readonly<Record<string, unknown>>): Promise<string>;
  badToken(kind: BadToken, claims: TestClaims): Promise<string>;
  stop(): Promise<void>;
}

interface SigningKey {
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
  readonly alg: Algorithm;
  readonly kid: string;
  readonly jwk: JWK;
}

/** What somebody at a section's desk is who receives, reviews and decides. */
export const DESK_OFFICER = ['reception', 'reviewer', 'decider'] as const satisfies readonly Role[];

const CLIENT = { clientId: 'madoguchi api', clientSecret: 'test: only 1+1' };
const AUDIENCE = 'https://api.madoguchi.test';
const HOUR = 3600;

export interface TestIssuerOptions {
  readonly audience?: string;
  /** ES256 when absent. */
  readonly algorithm?: Algorithm;
  /** Where it lives below its address, as several issuers of one server do: `/realms/city`; nothing when absent. */
  readonly path?: string;
}

/**
 * A second issuer for tests, on jose alone: its own keys, discovery, JWKS and introspection over HTTP on loopback, nothing
 * else.
 */
export async function startTestIssuer(options: TestIssuerOptions = {}): Promise<TestIssuer> {
  const key = await newKey(options.algorithm);
  const published = { keys: [{ ...key.jwk, kid: key.kid, alg: key.alg, use: 'sig' }] };
  const server = new IssuerServer(published, options.path ?? '', CLIENT);
  const issuer = await server.listen();
  const audience = options.audience ?? AUDIENCE;
  const tokenWith = (claims: Readonly<Record<string, unknown>>): Promise<string> =>
    sign(claimsOf(issuer, audience, claims), key);
  return {
    issuer,
    audience,
    introspection: CLIENT,
    fetches: () => server.fetches,
    change: (sub, claims) =>
      server.changed.set(sub, claims === 'ended' ? claims : { ...full(claims), sub }),
    token: (claims) => tokenWith(full(claims)),
    tokenWith,
    badToken: (kind, claims) =>
      BAD[kind]({ key, claims: claimsOf(issuer, audience, full(claims)) }),
    stop: () => server.close(),
  };
}

interface Ingredients {
  readonly key: SigningKey;
  readonly claims: JWTPayload;
}

const BAD: Record<BadToken, (from: Ingredients) => Promise<string>> = {
  expired: ({ key, claims }) => sign({ ...claims, exp: now() - 60 }, key),
  'not-yet-valid': ({ key, claims }) => sign({ ...claims, nbf: now() + 60 }, key),
  'issued-in-the-future': ({ key, claims }) => sign({ ...claims, iat: now() + 60 }, key),
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
  return { sub: randomUUID(), wards: [], loa: 'card-signature', ...claims };
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
    .setProtectedHeader({ alg: key.alg, kid: key.kid, typ: 'at+jwt', ...header })
    .sign(key.privateKey);
}

async function newKey(alg: Algorithm = 'ES256'): Promise<SigningKey> {
  const pair = await generateKeyPair(alg, { extractable: true });
  return { ...pair, alg, kid: randomUUID(), jwk: await exportJWK(pair.publicKey) };
}
