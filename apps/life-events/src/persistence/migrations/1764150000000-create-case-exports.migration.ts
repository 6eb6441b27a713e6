import { roleOf, wardPolicySql } from '@app/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const service = 'life-events';

/** Who asked for which bulk export, written once; whether it was approved and taken stands in `approval`. */
export class CreateCaseExports1764150000000 implements MigrationInterface {
  readonly name = 'CreateCaseExports1764150000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE case_export');
  }
}

const statements = [
  `CREATE TABLE case_export (
     id uuid PRIMARY KEY,
     approval_id uuid NOT NULL,
     ward text NOT NULL,
     requested_by text NOT NULL,
     idempotency_key text NOT NULL,
     from_day date NOT NULL,
     to_day date NOT NULL,
     of_ward text,
     life_event text,
     requested_at timestamptz(3) NOT NULL,
     CONSTRAINT case_export_key UNIQUE (requested_by, idempotency_key)
   )`,
  'CREATE UNIQUE INDEX case_export_approval_id_idx ON case_export (approval_id)',
  ...wardPolicySql({ service, table: 'case_export' }),
  `GRANT SELECT, INSERT ON case_export TO ${roleOf(service, 'api')}`,
];
