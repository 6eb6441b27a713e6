import { roleOf } from '@app/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const worker = roleOf('life-events', 'worker');

/**
 * Cases are found by whom they name, and protections (支援措置) by whom they protect, through blind indexes alone. Who
 * looks a case up needs no right to protections: row-level security has hidden what is not theirs.
 */
export class ProtectPersons1764200000000 implements MigrationInterface {
  readonly name = 'ProtectPersons1764200000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE protection');
    await runner.query('ALTER TABLE "case" DROP COLUMN person_index');
  }
}

const statements = [
  `ALTER TABLE "case" ADD COLUMN person_index bigint[] NOT NULL DEFAULT '{}'`,
  'CREATE INDEX case_person_index_idx ON "case" USING gin (person_index)',
  `CREATE TABLE protection (
     id uuid PRIMARY KEY,
     version integer NOT NULL,
     effect text NOT NULL,
     person_index bigint[] NOT NULL,
     applied boolean NOT NULL
   )`,
  'CREATE INDEX protection_person_index_idx ON protection USING gin (person_index)',
  `GRANT SELECT, INSERT, UPDATE ON protection TO ${worker}`,
  `GRANT SELECT (case_id), UPDATE (ward) ON resolution TO ${worker}`,
];
