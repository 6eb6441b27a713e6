import { readFile, writeFile } from 'node:fs/promises';
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { chain, firstHash } from '../seal/hash-chain.js';
import { STORED_COLUMNS, type StoredAccess } from '../seal/stored-access.js';
import { AuditedService, SERVICE } from '../testing/audited-service.js';

describe('Records of access, when somebody who may do anything has been at them', () => {
  let service: AuditedService;
  const GROUPS = [3, 4, 5];
  const COUNT = 12;

  beforeAll(async () => {
    service = await AuditedService.start();
    let sealed = 0;
    for (const group of GROUPS) {
      await service.write(
        ...Array.from({ length: group }, () => ({
          caseId: randomUUID(),
          dataKinds: ['identity'] as const,
        })),
      );
      await service.sealAll((sealed += group));
    }
  });
  beforeEach(() => keep());
  afterEach(() => restore());
  afterAll(() => service.drop());

  const rows = (): Promise<StoredAccess[]> =>
    service.raw(
      `SELECT ${STORED_COLUMNS} FROM access_record ORDER BY access_record.xid, access_record.seq`,
    );
  const finding = async () => (await service.verify()).findings[0];
  const nameOf = async (position: number) => (await rows())[position - 1]!.id;
  const anchors = (): Promise<string[]> => service.store.read(SERVICE);
  const write = (lines: readonly string[]) =>
    writeFile(
      join(service.folder, `${SERVICE}.anchors.jsonl`),
      lines.map((line) => `${line}\n`).join(''),
    );

  /** As somebody would who knows how it is made, but has no key. */
  async function chainAnew(): Promise<void> {
    const all = await rows();
    await service.raw('DELETE FROM access_seal');
    const hashes = chain(firstHash(SERVICE), all);
    const last = all.at(-1)!;
    await service.raw(
      `INSERT INTO access_seal (position, records, hashes, generation, through_xid, through_seq) VALUES (1, $1, $2, 1, $3, $4)`,
      [all.map(({ id }) => id), Buffer.concat(hashes), last.xid, last.seq],
    );
  }

  it('are well as long as nobody was, and what is not sealed yet is counted', async () => {
    expect(await service.verify()).toEqual({
      ...{
        service: SERVICE,
        sealed: COUNT,
        expired: 0,
        unsealed: 0,
        anchors: GROUPS.length,
        anchored: COUNT,
        findings: [],
      },
    });
    await service.write({ dataKinds: [] });
    expect(await service.verify()).toMatchObject({ sealed: COUNT, unsealed: 1, findings: [] });
  });

  it.each([
    `actor = 'somebody-else'`,
    `at = at - interval '1 microsecond'`,
    'case_id = gen_random_uuid()',
    `data_kinds = '{}'`,
    `purpose = 'other'`,
    `wards = '{}'`,
    'number_touched = true',
    `outcome = 'refused'`,
  ])('name the record of which %s was set', async (change) => {
    const id = await nameOf(6);
    await service.raw(`UPDATE access_record SET ${change} WHERE id = $1`, [id]);
    expect(await finding()).toEqual({ kind: 'altered', position: 6, record: id });
  });

  const DEEDS = {
    alter: `UPDATE access_record SET actor = 'x' WHERE id = $1 AND $2 <> ''`,
    remove: `DELETE FROM access_record WHERE id = $1 AND $2 <> ''`,
    insert: `INSERT INTO access_record (at, xid, seq, actor, role, wards, purpose, action, data_kinds, number_touched, outcome, attempts)
      OVERRIDING SYSTEM VALUE
      SELECT at, xid, seq, 'x', role, wards, purpose, action, data_kinds, number_touched, outcome, attempts
      FROM access_record WHERE id = $1 AND $2 <> ''`,
    // A record and its neighbour trade their names.
    swap: `UPDATE access_record SET id = CASE WHEN id = $1 THEN $2::uuid ELSE $1::uuid END
      WHERE id = $1 OR id::text = $2::text`,
  } as const;
  const NAMED = { alter: 'altered', remove: 'removed', insert: 'inserted', swap: 'swapped' };
  // Behind the last anchored record nobody can tell a forged one from one that was only just written.
  const manipulation = fc
    .record({
      position: fc.integer({ min: 1, max: COUNT }),
      deed: fc.constantFrom('alter', 'remove', 'insert', 'swap'),
      anew: fc.boolean(),
    })
    .filter(({ position, deed }) => deed !== 'insert' || position < COUNT);
  type Manipulation = typeof manipulation extends fc.Arbitrary<infer M> ? M : never;

  /** What has to be named; a record beside its double stands before or behind it. */
  function expectedOf({ position, deed, anew }: Manipulation) {
    const first = deed === 'swap' ? Math.max(1, position - 1) : position;
    if (!anew)
      return { kinds: [NAMED[deed]], positions: deed === 'insert' ? [first, first + 1] : [first] };
    const kinds = deed === 'remove' && position === COUNT ? ['tail-cut'] : ['rewritten'];
    return { kinds, positions: deed === 'insert' ? [first, first + 1] : [first] };
  }

  it('name the first of whatever was done to them, wherever it was, with the chain computed anew or not', async () => {
    await fc.assert(
      fc.asyncProperty(manipulation, async (done) => {
        const neighbour = await nameOf(done.position === 1 ? 2 : done.position - 1);
        const params = [await nameOf(done.position), neighbour];
        await service.raw(DEEDS[done.deed], params);
        if (done.anew) await chainAnew();
        const found = await finding();
        await restore();
        const { kinds, positions } = expectedOf(done);
        expect(kinds).toContain(found?.kind);
        expect(positions).toContain(found && 'position' in found ? found.position : undefined);
      }),
      { numRuns: 25 },
    );
    expect(await service.verify()).toMatchObject({ sealed: COUNT, findings: [] });
  });

  let lines: string[];
  let place: unknown[];
  async function keep(): Promise<void> {
    if (lines !== undefined) return;
    lines = await anchors();
    await service.raw('CREATE TEMP TABLE kept_record AS TABLE access_record');
    await service.raw('CREATE TEMP TABLE kept_seal AS TABLE access_seal');
    const [row] = await service.raw<{ xid: string; seq: string }>(
      'SELECT last_xid AS xid, last_seq AS seq FROM access_sealer',
    );
    place = [row!.xid, row!.seq];
  }

  async function restore(): Promise<void> {
    await service.raw('DELETE FROM access_record');
    await service.raw(
      'INSERT INTO access_record OVERRIDING SYSTEM VALUE SELECT * FROM kept_record',
    );
    await service.raw('DELETE FROM access_seal');
    await service.raw('INSERT INTO access_seal SELECT * FROM kept_seal');
    await service.raw('DELETE FROM access_anchor WHERE number > $1', [lines.length]);
    await service.raw(
      'UPDATE access_sealer SET (generation, last_xid, last_seq) = ROW (1, $1, $2)',
      place,
    );
    await write(lines);
  }

  it('name a cut tail: an anchor counts more than there is', async () => {
    await service.raw('DELETE FROM access_seal WHERE position = 8');
    await service.raw('DELETE FROM access_record WHERE id = ANY ($1)', [
      (await rows()).slice(7).map(({ id }) => id),
    ]);
    expect(await finding()).toEqual({ kind: 'tail-cut', position: 8, anchored: COUNT });
  });

  it('name the first record of a seal that is gone, and of one that was altered', async () => {
    await service.raw(
      `UPDATE access_seal SET hashes = set_byte(hashes, 40, 255 - get_byte(hashes, 40)) WHERE position = 4`,
    );
    expect(await finding()).toMatchObject({ kind: 'seal-altered', position: 5 });
    await service.raw('DELETE FROM access_seal WHERE position = 4');
    expect(await finding()).toMatchObject({ kind: 'removed', position: 4 });
  });

  it('name a record that was added later with a time of long ago', async () => {
    await service.raw(`INSERT INTO access_record (at, actor, role, wards, purpose, action, data_kinds, number_touched, outcome, attempts)
      SELECT at - interval '1 day', actor, role, wards, purpose, action, data_kinds, number_touched, outcome, attempts
      FROM access_record LIMIT 1`);
    await service.sealAll(COUNT + 1);
    expect(await finding()).toMatchObject({ kind: 'backdated', position: COUNT + 1 });
  });

  it('name an anchor that was altered, removed, cut off or signed by somebody else', async () => {
    await write([lines[0]!, lines[1]!.replace('"number":2', '"number":3'), lines[2]!]);
    expect(await finding()).toEqual({ kind: 'anchor-altered', number: 2 });
    await write([lines[0]!, lines[2]!]);
    expect(await finding()).toEqual({ kind: 'anchor-removed', number: 2 });
    await write(lines.slice(0, 2));
    expect(await finding()).toEqual({ kind: 'anchors-cut', number: 3 });
    await write(lines);
    const stranger = generateKeyPairSync('ed25519').publicKey;
    expect((await service.verify([stranger])).findings).toEqual([
      { kind: 'anchor-altered', number: 1 },
    ]);
    expect(await readFile(join(service.folder, `${SERVICE}.anchors.jsonl`), 'utf8')).toContain(
      lines[2],
    );
  });
});
