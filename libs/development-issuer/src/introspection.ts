import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { importJWK, jwtVerify, type JWK, type JWTPayload } from 'jose';
import { secretOf, type AccountDirectory } from './account-directory.js';
import { readBody } from './read-body.js';

export const INTROSPECTION_PATH = '/token/introspection';
/** As whom the services ask. Like every secret of this issuer it keeps none. */
export const API_CLIENT = { clientId: 'madoguchi-api', clientSecret: secretOf('madoguchi-api') };

/**
 * Answers what an account may do now, whatever its token says (RFC 7662). In place of the provider's own, which knows no
 * token that is a JWT. Answers false when the request is not for it.
 */
export async function introspect(
  { accounts, key, issuer }: { accounts: AccountDirectory; key: JWK; issuer: string },
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  if (request.url !== INTROSPECTION_PATH || request.method !== 'POST') return false;
  const body = new URLSearchParams(await readBody(request));
  response.setHeader('content-type', 'application/json');
  response.setHeader('cache-control', 'no-store');
  if (!isOurs(request.headers.authorization)) {
    response.writeHead(401, { 'www-authenticate': 'Basic realm="development"' });
    response.end(JSON.stringify({ error: 'invalid_client' }));
    return true;
  }
  const payload = await verified(body.get('token') ?? '', key, issuer);
  response.end(JSON.stringify(payload ? standingOf(payload, accounts) : { active: false }));
  return true;
}

/** Of an account what it is now; of any claims that were sent along what the token says. */
const standingOf = (payload: JWTPayload, accounts: AccountDirectory): object => ({
  active: true,
  ...payload,
  ...accounts.find(payload.sub ?? '')?.claims,
});

async function verified(token: string, key: JWK, issuer: string): Promise<JWTPayload | undefined> {
  const publicKey = await importJWK({ ...key, d: undefined }, 'ES256');
  const verification = jwtVerify(token, publicKey, { issuer });
  return verification.then(({ payload }) => payload).catch(() => undefined);
}

function isOurs(authorization = ''): boolean {
  const { clientId, clientSecret } = API_CLIENT;
  const pair = [clientId, clientSecret].map(encodeURIComponent).join(':');
  const due = Buffer.from(`Basic ${Buffer.from(pair).toString('base64')}`);
  const given = Buffer.from(authorization);
  return given.length === due.length && timingSafeEqual(given, due);
}
