import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AccessTokens, InvalidTokenError, IssuerUnavailableError } from './index.js';
import { startTestIssuer, type BadToken, type TestIssuer } from './testing/index.js';

const OFFICER = {
  sub: 'officer-1',
  roles: ['officer'],
  section: 'resident',
  wards: ['04101'],
  loa: 'high',
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

  it('leaves out roles that are not ours', async () => {
    const token = await issuer.tokenWith({
      sub: 'a',
      roles: ['citizen', 'librarian'],
      wards: [],
      loa: 'low',
    });
    expect(await tokens.verify(token)).toEqual({
      sub: 'a',
      roles: ['citizen'],
      wards: [],
      loa: 'low',
    });
  });

  const refused: [BadToken, string][] = [
    ['expired', 'expired'],
    ['not-yet-valid', 'wrong-claim'],
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
    ['roles (a text)', { ...OFFICER, roles: 'officer' }],
    ['wards', { ...OFFICER, wards: undefined }],
    ['wards (no codes)', { ...OFFICER, wards: ['*'] }],
    ['loa', { ...OFFICER, loa: undefined }],
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
