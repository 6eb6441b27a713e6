import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { OldSchemaError, ownerOf, provision, refuseOldSchema, runMigrations } from './index.js';
import { createTestDatabase, type TestDatabase } from './testing/index.js';

class Chairs1760000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE chair (id int)');
  }
  async down(): Promise<void> {
    // Only ever forward.
  }
}
class Tables1760000000002 implements MigrationInterface {
  readonly name = 'Tables1760000000002';
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE desk (id int)');
  }
  async down(): Promise<void> {
    // Only ever forward.
  }
}

describe('A service that looks at its tables', () => {
  let test: TestDatabase;
  const owned = () => ({ service: 'insurance', adminUrl: test.adminUrl });

  beforeAll(async () => {
    test = await createTestDatabase({ service: 'insurance' });
  });
  afterAll(() => test.drop());

  it('does not start on a database in which its migrations did not run, and says what to do', async () => {
    const refused = refuseOldSchema(test.db, [Chairs1760000000001, Tables1760000000002]);
    await expect(refused).rejects.toBeInstanceOf(OldSchemaError);
    await runMigrations(owned(), [Chairs1760000000001]);
    await expect(
      refuseOldSchema(test.db, [Chairs1760000000001, Tables1760000000002]),
    ).rejects.toThrow(/insurance are older.*: Tables1760000000002 did not run. Run the provision/);
  });

  it('starts when they ran, and on tables that are newer', async () => {
    await runMigrations(owned(), [Chairs1760000000001, Tables1760000000002]);
    await refuseOldSchema(test.db, [Chairs1760000000001, Tables1760000000002]);
    await refuseOldSchema(test.db, [Chairs1760000000001]);
  });

  it('owns nothing, also not what it owned in an earlier version', async () => {
    await test.administrator.query('ALTER SCHEMA insurance OWNER TO insurance');
    await test.administrator.query('ALTER TABLE chair OWNER TO insurance');
    await provision(test.adminUrl, [{ service: 'insurance', password: 'fictional, and long' }], {
      database: new URL(test.adminUrl).pathname.slice(1),
    });
    const owners = await test.administrator.query(
      `SELECT DISTINCT pg_get_userbyid(relowner) AS owner FROM pg_class WHERE relnamespace = 'insurance'::regnamespace
       UNION SELECT pg_get_userbyid(nspowner) FROM pg_namespace WHERE nspname = 'insurance'`,
    );
    expect(owners).toEqual([{ owner: ownerOf('insurance') }]);
    for (const sql of ['DROP TABLE chair', 'ALTER TABLE desk DISABLE ROW LEVEL SECURITY'])
      await expect(test.db.query(sql)).rejects.toMatchObject({ code: '42501' });
  });
});
