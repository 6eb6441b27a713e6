import { mkdtemp, rm, stat } from 'node:fs/promises';
import { createHash, randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AccessTokens, Introspection } from '@app/auth';
import { startDevelopmentIssuer, type DevelopmentIssuer } from './index.js';

const WARDS = ['04101', '04102'];

/** A browser as far as the log-in needs one: it keeps cookies and follows redirects within the issuer. */
class Browser {
  private readonly cookies = new Map<string, string>();

  async visit(url: string, form?: Record<string, string>): Promise<{ url: string; text: string }> {
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    });
    for (const cookie of response.headers.getSetCookie()) this.keep(cookie);
    const location = response.headers.get('location');
    if (location === null) return { url, text: await response.text() };
    const next = new URL(location, url).href;
    return new URL(next).pathname === '/callback' ? { url: next, text: '' } : this.visit(next);
  }

  private keep(cookie: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
    this.cookies.set(name, value);
  }
}

describe('the development issuer', () => {
  let issuer: DevelopmentIssuer;

  beforeAll(async () => {
    issuer = await startDevelopmentIssuer({ wards: WARDS });
  });
  afterAll(() => issuer.stop());

  it('gives every account a token that our own proof accepts', async () => {
    const tokens = new AccessTokens(issuer);
    for (const { name, claims } of issuer.accounts)
      expect(await tokens.verify(await issuer.token(name))).toEqual(claims);
  });

  it('has citizens, people of each role at each section and ward, and of the city', () => {
    const names = issuer.accounts.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining([
        'citizen-1',
        'childcare-officer',
        'insurance-supervisor',
        'resident-officer-04102',
        'insurance-centre',
        'resident-protected',
        'operator',
        'operator-2',
        'auditor',
        'auditor-2',
        'rule-owner',
      ]),
    );
  });

  it('gives a token for any claims', async () => {
    const claims = {
      sub: 'somebody',
      roles: ['supervisor'],
      section: 'insurance',
      wards: ['04101'],
      loa: 'none',
    } as const;
    expect(await new AccessTokens(issuer).verify(await issuer.token(claims))).toEqual(claims);
  });

  it('says of an old token what its account may do now', async () => {
    const token = await issuer.token('resident-officer-04101');
    const own = new Introspection(issuer.issuer, issuer.introspection);
    expect(await own.ask(token)).toMatchObject({ active: true, wards: ['04101'] });
    issuer.change('resident-officer-04101', { wards: ['04102'], roles: ['reception'] });
    expect(await own.ask(token)).toMatchObject({ wards: ['04102'], roles: ['reception'] });
    expect(await own.ask(`${token}x`)).toEqual({ active: false });
    issuer.change('resident-officer-04101', { wards: ['04101'] });
  });

  it('prints a curl that is a whole token request', async () => {
    const command = issuer.tokenRequest('citizen-1');
    const body = new URLSearchParams();
    for (const [, name = '', value = ''] of command.matchAll(/-d (\S+)=(\S+)/g))
      body.set(name, value);
    const response = await fetch(command.split(' ').at(-1) ?? '', { method: 'POST', body });
    expect(await response.json()).toMatchObject({ token_type: 'Bearer', expires_in: 8 * 3600 });
  });

  it('names the accounts that there are when one is unknown', async () => {
    await expect(async () => issuer.token('mayor')).rejects.toThrow('citizen-1');
  });

  it('refuses a wrong secret', async () => {
    const body = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: 'citizen-1',
      client_secret: 'wrong',
    });
    expect((await fetch(`${issuer.issuer}/token`, { method: 'POST', body })).status).toBe(401);
  });

  it('signs a person in by authorization code with PKCE and a page of fictional people', async () => {
    const verifier = randomBytes(32).toString('base64url');
    const redirect = 'http://127.0.0.1:5999/callback';
    const asked = new URLSearchParams({
      client_id: 'front-end',
      response_type: 'code',
      redirect_uri: redirect,
      scope: 'openid',
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    });
    const browser = new Browser();
    const page = await browser.visit(`${issuer.issuer}/auth?${asked.toString()}`);
    expect(page.text).toContain('市民 1 / citizen 1');
    const back = await browser.visit(page.url, { account: 'citizen-1' });
    const code = new URL(back.url).searchParams.get('code') ?? '';
    const body = new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: 'front-end',
      redirect_uri: redirect,
      code,
      code_verifier: verifier,
    });
    const answer = await fetch(`${issuer.issuer}/token`, { method: 'POST', body });
    const { access_token: token = '' } = (await answer.json()) as { access_token?: string };
    expect(await new AccessTokens(issuer).verify(token)).toMatchObject({
      sub: 'citizen-1',
      roles: ['citizen'],
    });
  });

  it('keeps its key in a folder, so that tokens outlive a restart', async () => {
    const keyFolder = await mkdtemp(join(tmpdir(), 'issuer-'));
    const first = await startDevelopmentIssuer({ wards: WARDS, keyFolder });
    const token = await first.token('citizen-1');
    const port = Number(new URL(first.issuer).port);
    await first.stop();
    const second = await startDevelopmentIssuer({ wards: WARDS, keyFolder, port });
    const proved = await new AccessTokens(second).verify(token);
    const mode = (await stat(join(keyFolder, 'development-issuer.key.json'))).mode & 0o777;
    await second.stop();
    await rm(keyFolder, { recursive: true });
    expect(proved.sub).toBe('citizen-1');
    expect(mode).toBe(0o600);
  });

  it('does not start in production', async () => {
    const before = process.env['NODE_ENV'];
    process.env['NODE_ENV'] = 'production';
    try {
      await expect(startDevelopmentIssuer({ wards: WARDS })).rejects.toThrow('production');
    } finally {
      process.env['NODE_ENV'] = before;
    }
  });
});
