import { randomBytes } from 'node:crypto';
import type { JWK } from 'jose';
import type {
  AccessToken,
  ClientCredentials,
  ClientMetadata,
  Configuration,
  KoaContextWithOIDC,
} from 'oidc-provider';
import { ANYONE, secretOf, type AccountDirectory } from './account-directory.js';
import { memoryAdapter } from './memory-adapter.js';

export const AUDIENCE = 'urn:madoguchi:api';
/** The public client of a front end: authorization code with PKCE. */
export const FRONT_END = 'front-end';

const TOKEN_SECONDS = 8 * 3600;
const SESSION_SECONDS = 24 * 3600;

export function providerConfiguration(accounts: AccountDirectory, key: JWK): Configuration {
  return {
    adapter: memoryAdapter(),
    clients: [frontEnd, ...[ANYONE, ...accounts.all.map(({ name }) => name)].map(scripted)],
    jwks: { keys: [{ ...key, kty: 'EC' }] },
    enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    cookies: { keys: [randomBytes(32).toString('hex')] },
    scopes: ['openid'],
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      clientCredentials: { enabled: true },
      // Named in the discovery document; introspection.ts answers it.
      introspection: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => AUDIENCE,
        useGrantedResource: () => true,
        getResourceServerInfo: () => resourceServer,
      },
    },
    interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    clientBasedCORS: () => true,
    ttl: {
      AccessToken: TOKEN_SECONDS,
      ClientCredentials: TOKEN_SECONDS,
      IdToken: TOKEN_SECONDS,
      Interaction: 3600,
      Session: SESSION_SECONDS,
      Grant: SESSION_SECONDS,
    },
    ...claimsFrom(accounts),
  };
}

const resourceServer = {
  scope: 'openid',
  audience: AUDIENCE,
  accessTokenTTL: TOKEN_SECONDS,
  accessTokenFormat: 'jwt',
  jwt: { sign: { alg: 'ES256' } },
} as const;

const frontEnd: ClientMetadata = {
  client_id: FRONT_END,
  application_type: 'native',
  token_endpoint_auth_method: 'none',
  grant_types: ['authorization_code'],
  response_types: ['code'],
  // A native client may use any port of the loopback address (RFC 8252, 7.3).
  redirect_uris: ['http://127.0.0.1/callback'],
};

const scripted = (clientId: string): ClientMetadata => ({
  client_id: clientId,
  client_secret: secretOf(clientId),
  token_endpoint_auth_method: 'client_secret_post',
  grant_types: ['client_credentials'],
  response_types: [],
  redirect_uris: [],
});

/** Puts the accounts' claims into tokens, and grants what a front end asks for without a page about it. */
function claimsFrom(accounts: AccountDirectory): Partial<Configuration> {
  return {
    findAccount: (_ctx, name) => {
      const account = accounts.find(name);
      return account && { accountId: name, claims: () => ({ ...account.claims }) };
    },
    loadExistingGrant: async (ctx) => {
      const { provider, client, session } = ctx.oidc;
      if (!client || !session?.accountId) return undefined;
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope('openid');
      grant.addResourceScope(AUDIENCE, 'openid');
      await grant.save();
      return grant;
    },
    extraTokenClaims: (ctx, token) => {
      const claims = accounts.claimsOf(callerOf(token), sentAlong(ctx));
      return claims && { ...claims };
    },
    formats: {
      customizers: {
        // The token's own `sub` would be the client's id or the account's name.
        jwt: (ctx, token, parts) => {
          const claims = accounts.claimsOf(callerOf(token), sentAlong(ctx));
          if (claims) parts.payload['sub'] = claims.sub;
        },
      },
    },
  };
}

const callerOf = (token: AccessToken | ClientCredentials): string =>
  'accountId' in token ? token.accountId : (token.clientId ?? '');

const sentAlong = (ctx: KoaContextWithOIDC): unknown => ctx.oidc.body?.['development_claims'];
