import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { anchorPublicKeyFile } from '@app/audit';
import { AuditedService, SERVICE } from '@app/audit/testing';
import { startTestIssuer, type TestIssuer } from '@app/auth/testing';
import { runAudit } from './run-audit.js';

const COUNT = 9;
const TABLES = ['access_record', 'access_seal', 'access_anchor', 'access_sealer'];

describe('npm run audit', () => {
  let service: AuditedService;
  let issuer: TestIssuer;
  let said: string[];
  const cases = Array.from({ length: COUNT }, () => randomUUID());
  const anchorFile = (): string => join(service.folder, `${SERVICE}.anchors.jsonl`);
  let anchors: string;

  beforeAll(async () => {
    service = await AuditedService.start();
    issuer = await startTestIssuer();
    for (const [index, caseId] of cases.entries()) {
      await service.write({ caseId, dataKinds: ['identity'] });
      if (index % 3 === 2) await service.sealAll(index + 1);
    }
    anchors = readFileSync(anchorFile(), 'utf8');
    for (const table of TABLES)
      await service.raw(`CREATE TABLE kept_${table} AS TABLE ${table} WITH DATA`);
  });
  beforeEach(() => void (said = []));
  /** Everything as it was. */
  afterEach(async () => {
    for (const table of TABLES) {
      await service.raw(`DELETE FROM ${table}`);
      await service.raw(`INSERT INTO ${table} OVERRIDING SYSTEM VALUE SELECT * FROM kept_${table}`);
    }
    writeFileSync(anchorFile(), anchors);
  });
  afterAll(async () => {
    await issuer.stop();
    await service.drop();
  });

  const environment = () => ({
    RESIDENT_DB_URL: service.database.urlOf(SERVICE),
    RESIDENT_ANCHOR_PUBLIC_KEY_FILE: anchorPublicKeyFile(service.folder, SERVICE),
    ANCHORS_FOLDER: service.folder,
    ...{ OIDC_ISSUER: issuer.issuer, OIDC_AUDIENCE: issuer.audience },
  });
  async function audit(words: string, more: Record<string, string | undefined> = {}) {
    said = [];
    const say = (line: string): void => void said.push(line);
    const all = { environment: { ...environment(), ...more }, say, complain: say };
    return runAudit(words.split(' '), all);
  }
  const verify = () => audit('verify --service resident');
  const told = (): string => said.join('\n');
  const idOf = async (position: number): Promise<string> =>
    (await service.raw<{ id: string }>('SELECT id FROM kept_access_record ORDER BY xid, seq'))[
      position - 1
    ]!.id;

  it('explains itself, and says what it did not understand', async () => {
    expect(await audit('--help')).toBe(0);
    for (const word of ['verify', 'search', 'ANCHORS_FOLDER', '.local/stack/ops.env'])
      expect(told()).toContain(word);
    for (const words of ['dance', 'verify --service none', 'verify --nothing', 'search'])
      expect(await audit(words)).toBe(2);
    expect(await audit('search --case 17')).toBe(2);
    expect(await audit('search --from yesterday')).toBe(2);
  });

  it('finds records well that nobody touched', async () => {
    expect(await verify()).toBe(0);
    expect(told()).toBe(
      'resident: well  9 records are as they were sealed; 3 anchors, the last counts 9',
    );
  });

  it('says what it did not look at, and is not content with it', async () => {
    expect(await audit('verify')).toBe(2);
    expect(told()).toContain('resident: well');
    expect(told()).toContain('insurance: NOT CHECKED  Set INSURANCE_ANCHOR_PUBLIC_KEY_FILE');
    expect(await audit('verify --service resident', { ANCHORS_FOLDER: '' })).toBe(2);
    expect(await audit('verify --service resident --anchors /no/such/folder')).toBe(2);
    const away = { RESIDENT_DB_URL: 'postgres://nobody@127.0.0.1:1/nowhere' };
    expect(await audit('verify --service resident', away)).toBe(2);
    expect(told()).toContain('resident: NOT CHECKED  PostgreSQL cannot be reached');
    await service.write({ caseId: cases[0]!, dataKinds: [] });
    expect(await verify()).toBe(0);
    expect(told()).toContain('not checked: 1 records that are not sealed yet');
  });

  it('does not call records well that no anchor counts at all', async () => {
    const empty = join(service.folder, 'empty');
    mkdirSync(empty);
    expect(await audit(`verify --service resident --anchors ${empty}`)).toBe(1);
    expect(told()).toContain('TOUCHED  anchor 1 and all behind it were cut off the store');
    await service.raw('DELETE FROM access_anchor');
    expect(await audit(`verify --service resident --anchors ${empty}`)).toBe(2);
    expect(told()).toContain('not held against an anchor: the last 9 sealed records');
    rmSync(empty, { recursive: true });
  });

  it('names the first record that was altered, removed or inserted, and two that were swapped', async () => {
    const fourth = await idOf(4);
    await service.raw(`UPDATE access_record SET actor = 'nobody' WHERE id = $1`, [fourth]);
    expect(await verify()).toBe(1);
    expect(told()).toContain(`TOUCHED  record 4 (${fourth}) was altered`);

    await service.raw('DELETE FROM access_record WHERE id = $1', [fourth]);
    expect(await verify()).toBe(1);
    expect(told()).toContain(`TOUCHED  record 4 (${fourth}) was removed`);

    await service.raw(
      'INSERT INTO access_record OVERRIDING SYSTEM VALUE SELECT * FROM kept_access_record WHERE id = $1',
      [fourth],
    );
    expect(await verify()).toBe(0);
    const forged = randomUUID();
    await service.raw(
      `INSERT INTO access_record (at, xid, seq, id, actor, role, wards, purpose, action, data_kinds, number_touched, outcome, attempts)
       OVERRIDING SYSTEM VALUE SELECT at, xid, seq, $2, 'x', role, wards, purpose, action, data_kinds, number_touched, outcome, attempts
       FROM access_record WHERE id = $1`,
      [fourth, forged],
    );
    expect(await verify()).toBe(1);
    expect(told()).toMatch(new RegExp(`TOUCHED  record [45] \\(${forged}\\) was inserted`));

    await service.raw('DELETE FROM access_record WHERE id = $1', [forged]);
    const fifth = await idOf(5);
    await service.raw(
      `UPDATE access_record SET id = CASE WHEN id = $1 THEN $2::uuid ELSE $1::uuid END WHERE id IN ($1, $2)`,
      [fourth, fifth],
    );
    expect(await verify()).toBe(1);
    expect(told()).toContain(`record 4 (${fourth}) stands at another place`);
  });

  it('names a tail that was cut off together with its seals, and anchors that are not the service’s', async () => {
    await service.raw('DELETE FROM access_record WHERE id = $1', [await idOf(9)]);
    expect(await verify()).toBe(1);
    for (const position of [8, 7])
      await service.raw('DELETE FROM access_record WHERE id = $1', [await idOf(position)]);
    await service.raw('DELETE FROM access_seal WHERE position > 6');
    expect(await verify()).toBe(1);
    expect(told()).toContain(
      'TOUCHED  record 7 and all behind it were cut off: an anchor counts more',
    );
    const stranger = join(service.folder, 'stranger.pem');
    const { publicKey } = generateKeyPairSync('ed25519');
    writeFileSync(stranger, publicKey.export({ type: 'spki', format: 'pem' }));
    expect(await audit(`verify --service resident --public-key ${stranger}`)).toBe(1);
    expect(told()).toContain('anchor 1 was altered, or signed by nobody known');
  });

  it('finds who looked at a case, for an auditor, and writes the search down', async () => {
    const auditor = { OPS_TOKEN: await issuer.token({ sub: 'auditor-1', roles: ['auditor'] }) };
    const [caseId] = cases as [string];
    expect(await audit(`search --service resident --case ${caseId}`)).toBe(2);
    expect(told()).toContain('give your access token');
    expect(await audit(`search --service resident --case ${caseId}`, auditor)).toBe(0);
    expect(said).toHaveLength(1);
    expect(told()).toContain('granted  officer-1 as reviewer of resident  for review  task.read');
    expect(await audit('search --service resident --who officer-1 --limit 2', auditor)).toBe(0);
    expect(said).toHaveLength(3);
    expect(told()).toContain('there are more');
    expect(
      await audit('search --service resident --from 2020-01-01 --to 2020-12-31', auditor),
    ).toBe(0);
    expect(told()).toBe('resident: nothing');
    expect(await audit('search --service resident --who auditor-1', auditor)).toBe(0);
    expect(said).toHaveLength(3);
    expect(told()).toContain(`for audit  access.search  case ${caseId}  history`);
  });

  it('refuses a search by anybody else, and writes that down too', async () => {
    const token = await issuer.token({ sub: 'operator-1', roles: ['operator'] });
    const who = 'search --service resident --who operator-1';
    expect(await audit(who, { OPS_TOKEN: token })).toBe(1);
    expect(told()).toContain('forbidden');
    const auditor = { OPS_TOKEN: await issuer.token({ sub: 'auditor-1', roles: ['auditor'] }) };
    expect(await audit(who, auditor)).toBe(0);
    expect(told()).toContain('refused (forbidden)  operator-1 as none  for none  access.search');
  });
});
