import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IntrospectionOptions } from '@app/auth';
import Provider from 'oidc-provider';
import { ANYONE, AccountDirectory, secretOf } from './account-directory.js';
import type { AccountClaims, DevelopmentAccount } from './account.js';
import { developmentAccounts } from './development-accounts.js';
import { API_CLIENT, introspect } from './introspection.js';
import { AUDIENCE, providerConfiguration } from './provider-configuration.js';
import { signInPage } from './sign-in-page.js';
import { signingKey } from './signing-key.js';

export interface DevelopmentIssuerOptions {
  /** 127.0.0.1 when absent. */
  readonly host?: string;
  /** A free one when absent. */
  readonly port?: number;
  /** Codes of the city's wards; the built-in accounts' officers work for them. */
  readonly wards: readonly string[];
  /** Instead of the built-in ones. */
  readonly accounts?: readonly DevelopmentAccount[];
  /** Folder in which the signing key is kept, so that tokens outlive a restart; made at each start when absent. */
  readonly keyFolder?: string;
}

export interface DevelopmentIssuer {
  readonly issuer: string;
  readonly audience: string;
  readonly accounts: readonly DevelopmentAccount[];
  /** As which client a service asks it about tokens. */
  readonly introspection: IntrospectionOptions;
  /** Changes what an account may do, as a city's provider would; its tokens keep saying what was so. */
  change(account: string, claims: Partial<Omit<AccountClaims, 'sub'>>): void;
  /** A real token request, for an account by name or for any claims. */
  token(account: string | AccountClaims): Promise<string>;
  /** A `curl` command that prints the token answer for an account, ready to paste. */
  tokenRequest(accountName: string): string;
  stop(): Promise<void>;
}

/**
 * Starts a real OpenID provider for fictional people, in memory, on the loopback address.
 * @throws in production: whoever reaches it can sign in as anybody
 */
export async function startDevelopmentIssuer(
  options: DevelopmentIssuerOptions,
): Promise<DevelopmentIssuer> {
  refuseProduction();
  const { host = '127.0.0.1', port = 0, wards } = options;
  const accounts = new AccountDirectory(options.accounts ?? developmentAccounts(wards));
  const key = await signingKey(options.keyFolder);
  const server = await listening(host, port);
  const issuer = `http://${host}:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, providerConfiguration(accounts, key));
  const handle = provider.callback();
  serve(server, async (request, response) => {
    if (await introspect({ accounts, key, issuer }, request, response)) return;
    if (!(await signInPage(provider, accounts, request, response))) await handle(request, response);
  });
  return {
    issuer,
    audience: AUDIENCE,
    accounts: accounts.all,
    introspection: API_CLIENT,
    change: (name, claims) => accounts.change(name, claims),
    token: (account) => requestToken(issuer, formFor(accounts, account)),
    tokenRequest: (name) => {
      const fields = [...formFor(accounts, name)].map(([field, value]) => `-d ${field}=${value}`);
      return `curl -sS ${fields.join(' ')} ${issuer}/token`;
    },
    stop: () => stopped(server),
  };
}

function refuseProduction(): void {
  const forced = process.env['NOT_FOR_PRODUCTION_DEVELOPMENT_ISSUER'];
  if (process.env['NODE_ENV'] === 'production' && !forced)
    throw new Error(
      'The development issuer signs in anybody as anybody: it does not start in production.',
    );
}

/** Listens before the provider exists: its issuer must name the port. */
async function listening(host: string, port: number): Promise<Server> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return server;
}

function serve(
  server: Server,
  answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
): void {
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    answer(request, response).catch(() => {
      if (!response.headersSent) response.writeHead(400);
      response.end();
    });
  });
}

function formFor(accounts: AccountDirectory, account: string | AccountClaims): URLSearchParams {
  const name = typeof account === 'string' ? accounts.get(account).name : ANYONE;
  return new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: name,
    client_secret: secretOf(name),
    ...(typeof account === 'object' && { development_claims: JSON.stringify(account) }),
  });
}

async function requestToken(issuer: string, body: URLSearchParams): Promise<string> {
  const response = await fetch(`${issuer}/token`, { method: 'POST', body });
  const answer = (await response.json()) as { access_token?: string };
  if (answer.access_token === undefined)
    throw new Error(`The issuer answers ${response.status} and no token.`);
  return answer.access_token;
}

function stopped(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
