import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  Column,
  Entity,
  PrimaryColumn,
  type DataSource,
  type MigrationInterface,
  type QueryRunner,
} from 'typeorm';
import { dataSourceFor, runMigrations, schemaDrift } from './index.js';
import { createTestDatabase, type TestDatabase } from './testing/index.js';

class Desk1760000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE desk (id uuid PRIMARY KEY, name text NOT NULL)');
  }
  async down(): Promise<void> {
    // Only ever forward.
  }
}
class DeskOpens1760000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE desk ADD COLUMN opens_at timestamptz');
  }
  async down(): Promise<void> {
    // Only ever forward.
  }
}
class Broken1760000000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE half (id int)');
    await runner.query('SELECT 1 / 0');
  }
  async down(): Promise<void> {
    // Only ever forward.
  }
}

@Entity({ name: 'desk' })
class Desk {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') name!: string;
  @Column('timestamptz', { name: 'opens_at', nullable: true }) opensAt!: Date | null;
}

describe('runMigrations', () => {
  let test: TestDatabase;
  const all = [Desk1760000000001, DeskOpens1760000000002];

  beforeAll(async () => {
    test = await createTestDatabase({ service: 'childcare' });
  });
  afterAll(() => test.drop());

  const owned = () => ({ service: 'childcare', adminUrl: test.adminUrl });

  async function driftOf(entity: new () => object): Promise<string[]> {
    const dataSource: DataSource = dataSourceFor(owned(), { entities: [entity] });
    await dataSource.initialize();
    try {
      return await schemaDrift(dataSource);
    } finally {
      await dataSource.destroy();
    }
  }

  it('finds that entities are ahead of the database', async () => {
    await runMigrations(owned(), [Desk1760000000001]);
    expect(await driftOf(Desk)).toEqual([expect.stringContaining('"opens_at"')]);
  });

  it('runs what is missing, once, when several processes start together', async () => {
    const runs = await Promise.all([1, 2, 3].map(() => runMigrations(owned(), all)));
    expect(runs.flat()).toEqual(['DeskOpens1760000000002']);
    expect(await runMigrations(owned(), all)).toEqual([]);
  });

  it('finds no drift when entities and migrations agree', async () => {
    expect(await driftOf(Desk)).toEqual([]);
  });

  it('leaves nothing of a migration that failed', async () => {
    await expect(runMigrations(owned(), [...all, Broken1760000000003])).rejects.toMatchObject({
      code: '22012',
    });
    const rows = await test.db.query("SELECT to_regclass('half') AS half");
    expect(rows).toEqual([{ half: null }]);
  });
});
