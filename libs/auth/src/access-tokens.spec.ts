import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AccessTokens, InvalidTokenError, IssuerUnavailableError } from './index.js';
import { startTestIssuer, type BadToken, type TestIssuer } from './testing/index.js';

const OFFICER = {
  sub: 'officer-1',
  roles: ['reviewer'],
  section: 'resident',
  wards: ['04101'],
  loa: 'none',
} as const;

describe('AccessTokens', () => {
  let issuer: TestIssuer;
  let tokens: AccessTokens;

  beforeAll(async () => {
    issuer = await startTestIssuer();
    tokens = new AccessTokens(issuer);
  });
  afterAll(() => issuer.stop());

  const reasonFor = async (token: Promise<string>): Promise<string> => {
    const error: unknown = await tokens.verify(await token).catch((thrown: unknown) => thrown);
    return error instanceof InvalidTokenError ? error.reason : `not refused: ${String(error)}`;
  };

  it('proves a caller with role, section, wards and level of assurance', async () => {
    expect(await tokens.verify(await issuer.token(OFFICER))).toEqual(OFFICER);
  });

  it('proves staff as they are now, and asks nobody about a citizen', async () => {
    const ago = Math.floor(Date.now() / 1000) - 120;
    const old = (claims: object) => issuer.tokenWith({ ...claims, iat: ago });
    const [anna, ben] = [
      await old({ ...OFFICER, sub: 'anna' }),
      await old({ ...OFFICER, sub: 'ben' }),
    ];
    issuer.change('anna', { ...OFFICER, wards: ['04102'] });
    issuer.change('ben', 'ended');
    issuer.change('citizen', 'ended');
    expect(await tokens.verify(anna)).toMatchObject({ sub: 'anna', wards: ['04102'] });
    expect(await reasonFor(Promise.resolve(ben))).toBe('ended');
    const citizen = { sub: 'citizen', roles: ['citizen'], wards: [] };
    expect(await tokens.verify(await old(citizen))).toMatchObject({ sub: 'citizen' });
  });

  it('says that the issuer is unavailable when it does not know us', async () => {
    const introspection = { ...issuer.introspection, clientSecret: 'another' };
    const token = await issuer.tokenWith({ ...OFFICER, iat: Math.floor(Date.now() / 1000) - 120 });
    const own = new AccessTokens({ ...issuer, introspection });
    await expect(own.verify(token)).rejects.toThrow(IssuerUnavailableError);
  });

  it.each(['PS256', 'RS256', 'EdDSA'] as const)(
    'proves tokens of an issuer of another make: %s, below a path, for several audiences',
    async (algorithm) => {
      const other = await startTestIssuer({ algorithm, path: '/realms/city' });
      const aud = ['account', other.audience];
      const token = await other.tokenWith({ aud, ...OFFICER });
      expect(await new AccessTokens(other).verify(token)).toEqual(OFFICER);
      await expect(tokens.verify(token)).rejects.toThrow(InvalidTokenError);
      await other.stop();
    },
  );

  it('leaves out roles that are not ours', async () => {
    const token = await issuer.tokenWith({
      sub: 'a',
      roles: ['citizen', 'librarian'],
      wards: [],
      loa: 'card-user-authentication',
    });
    expect(await tokens.verify(token)).toEqual({
      sub: 'a',
      roles: ['citizen'],
      wards: [],
      loa: 'card-user-authentication',
    });
  });

  it('takes a log-in that says nothing of its level for one that proves none', async () => {
    const token = await issuer.tokenWith({ ...OFFICER, loa: undefined });
    expect(await tokens.verify(token)).toEqual(OFFICER);
  });

  const refused: [BadToken, string][] = [
    ['expired', 'expired'],
    ['not-yet-valid', 'wrong-claim'],
    ['issued-in-the-future', 'wrong-claim'],
    ['without-expiry', 'wrong-claim'],
    ['wrong-audience', 'wrong-claim'],
    ['wrong-issuer', 'wrong-claim'],
    ['wrong-type', 'wrong-claim'],
    ['unsigned', 'unreadable'],
    ['public-key-as-secret', 'unreadable'],
    ['unknown-key', 'unknown-key'],
    ['embedded-key', 'wrong-signature'],
    ['tampered', 'wrong-signature'],
    ['garbage', 'unreadable'],
  ];
  it.each(refused)('refuses a token that is %s', async (kind, reason) => {
    expect(await reasonFor(issuer.badToken(kind, { roles: ['citizen'] }))).toBe(reason);
  });

  it.each([
    ['sub', { ...OFFICER, sub: undefined }],
    ['sub (empty)', { ...OFFICER, sub: '' }],
    ['sub (a NUL in it)', { ...OFFICER, sub: 'officer\u0000-1' }],
    ['sub (a line break in it)', { ...OFFICER, sub: 'officer-1\n' }],
    ['roles', { ...OFFICER, roles: undefined }],
    ['roles (a text)', { ...OFFICER, roles: 'reviewer' }],
    ['wards', { ...OFFICER, wards: undefined }],
    ['wards (no codes)', { ...OFFICER, wards: ['*'] }],
    ['loa (unknown)', { ...OFFICER, loa: 'high' }],
    ['section of an officer', { ...OFFICER, section: undefined }],
    ['section (unknown)', { ...OFFICER, section: 'mayor' }],
  ])('refuses a token without a usable claim: %s', async (_claim, claims) => {
    expect(await reasonFor(issuer.tokenWith(claims))).toBe('wrong-claim');
  });

  it('asks the issuer for an unknown key once per cooldown, however many such tokens come', async () => {
    const own = new AccessTokens(issuer);
    const before = issuer.fetches();
    const token = await issuer.badToken('unknown-key', { roles: ['citizen'] });
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => own.verify(token)));
    expect(results.every(({ status }) => status === 'rejected')).toBe(true);
    expect(issuer.fetches() - before).toBe(1);
  });

  it('says that the issuer is unavailable when its keys cannot be had', async () => {
    const gone = await startTestIssuer();
    const token = await gone.token({ roles: ['citizen'] });
    const own = new AccessTokens(gone);
    await gone.stop();
    await expect(own.verify(token)).rejects.toThrow(IssuerUnavailableError);
    await expect(own.verify(token)).rejects.toMatchObject({
      code: 'identity-provider-unavailable',
    });
  });

  it('refuses a tolerance that would keep dead tokens alive', () => {
    expect(() => new AccessTokens({ ...issuer, clockToleranceSeconds: 60 })).toThrow(
      'clockToleranceSeconds',
    );
  });
});
