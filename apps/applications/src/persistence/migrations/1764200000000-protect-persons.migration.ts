import { roleOf } from '@app/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const intake = roleOf('applications', 'intake');
const worker = roleOf('applications', 'worker');

/** Protections (支援措置) by blind indexes, and the right to take the ward away from an application that names a protected person. */
export class ProtectPersons1764200000000 implements MigrationInterface {
  readonly name = 'ProtectPersons1764200000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE protection');
    await runner.query(`REVOKE SELECT (id, ward), UPDATE (ward) ON application FROM ${worker}`);
  }
}

const statements = [
  `CREATE TABLE protection (
     id uuid PRIMARY KEY,
     version integer NOT NULL,
     effect text NOT NULL,
     person_index bigint[] NOT NULL
   )`,
  `GRANT SELECT ON protection TO ${intake}`,
  `GRANT SELECT, INSERT, UPDATE ON protection TO ${worker}`,
  `GRANT SELECT (id, ward), UPDATE (ward) ON application TO ${worker}`,
];
