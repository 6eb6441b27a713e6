import { SUBJECTS_OF_THE_TRANSACTION, roleOf, subjectPolicySql } from '@app/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const service = 'applications';

/** Who of the staff looked at which case, for the citizen whose case it is. Nobody else's rows are there for `api`. */
export class KeepAccesses1764310000000 implements MigrationInterface {
  readonly name = 'KeepAccesses1764310000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE case_access');
  }
}

const statements = [
  `CREATE TABLE case_access (
     id uuid PRIMARY KEY,
     case_id uuid NOT NULL,
     day date NOT NULL,
     section text,
     role text NOT NULL,
     purpose text NOT NULL,
     action text NOT NULL,
     data_kinds text[] NOT NULL,
     times integer NOT NULL,
     first_at timestamptz NOT NULL,
     last_at timestamptz NOT NULL
   )`,
  `CREATE UNIQUE INDEX case_access_once
     ON case_access (case_id, day, section, role, purpose, action, data_kinds) NULLS NOT DISTINCT`,
  'CREATE INDEX case_access_newest ON case_access (case_id, first_at DESC, id DESC)',
  `GRANT SELECT, INSERT, UPDATE, DELETE ON case_access TO ${roleOf(service, 'worker')}`,
  `GRANT SELECT ON case_access TO ${roleOf(service, 'api')}`,
  ...subjectPolicySql({
    service,
    table: 'case_access',
    own: `EXISTS (SELECT FROM application AS a
      WHERE a.case_id = case_access.case_id AND a.subject = ANY (${SUBJECTS_OF_THE_TRANSACTION}))`,
  }),
];
