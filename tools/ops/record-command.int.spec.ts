import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AuditedService } from '@app/audit/testing';
import { startTestIssuer, type TestIssuer } from '@app/auth/testing';
import { userInfo } from 'node:os';
import { runOps } from './run-ops.js';

describe('An operator’s command', () => {
  let service: AuditedService;
  let issuer: TestIssuer;
  let said: string[];

  beforeAll(async () => {
    service = await AuditedService.start();
    issuer = await startTestIssuer();
  });
  afterAll(async () => {
    await issuer.stop();
    await service.drop();
  });

  function ops(token: string | undefined, ...words: string[]): Promise<number> {
    said = [];
    const say = (line: string): void => void said.push(line);
    const environment = {
      ...(token && { OPS_TOKEN: token }),
      ...{ OIDC_ISSUER: issuer.issuer, OIDC_AUDIENCE: issuer.audience },
      RESIDENT_DB_URL: service.database.urlOf('resident'),
    };
    return runOps([...words, '--service', 'resident'], { environment, say, complain: say });
  }

  it('is written down with who gave it, what it was and how it ended', async () => {
    const olga = await issuer.token({ sub: 'olga', roles: ['operator'] });
    const outsider = await issuer.token({ sub: 'outsider', roles: ['auditor'] });
    expect(await ops(undefined, 'parked')).toBe(0);
    expect(await ops(olga, 'show', '--id', '17')).toBe(1);
    const discard = ['discard', '--id', '17', '--reason', 'settled-by-hand'];
    expect(await ops(outsider, ...discard)).toBe(1);
    expect(await ops(undefined, ...discard)).toBe(2);
    const login = `login ${userInfo().username}`;
    expect(
      await service.raw('SELECT actor, action, outcome, reason FROM access_record ORDER BY seq'),
    ).toEqual([
      { actor: login, action: 'delivery.look', outcome: 'granted', reason: null },
      { actor: 'olga', action: 'delivery.look', outcome: 'refused', reason: 'impossible-now' },
      { actor: 'outsider', action: 'delivery.decide', outcome: 'refused', reason: 'forbidden' },
    ]);
  });

  it('says nothing when that cannot be written down', async () => {
    await service.raw('REVOKE INSERT ON access_record FROM resident_worker');
    await expect(ops(undefined, 'parked')).rejects.toThrow('permission denied');
    expect(said).toEqual([]);
  });
});
