import { roleOf } from '@app/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const intake = roleOf('applications', 'intake');
const worker = roleOf('applications', 'worker');
const api = roleOf('applications', 'api');

/** When a case is erased, everything of its application goes; a tombstone tells the owner. */
export class LeaveTombstones1764110000000 implements MigrationInterface {
  readonly name = 'LeaveTombstones1764110000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [TABLE, ...grants]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const statement of revokes) await runner.query(statement);
    await runner.query('DROP TABLE erased_application');
  }
}

const TABLE = `CREATE TABLE erased_application (
  id uuid PRIMARY KEY,
  case_id uuid NOT NULL UNIQUE,
  owner bytea NOT NULL,
  erased_at timestamptz NOT NULL
)`;

const DELETED = 'application, correction, application_status, idempotency_key';

const grants = [
  `GRANT SELECT ON erased_application TO ${intake}, ${worker}, ${api}`,
  `GRANT INSERT ON erased_application TO ${worker}`,
  `GRANT SELECT (id, case_id, subject) ON application TO ${worker}`,
  `GRANT SELECT (application_id) ON correction TO ${worker}`,
  `GRANT SELECT (subject, application_id) ON idempotency_key TO ${worker}`,
  `GRANT DELETE ON ${DELETED} TO ${worker}`,
];
const revokes = [
  `REVOKE SELECT (id, case_id, subject) ON application FROM ${worker}`,
  `REVOKE SELECT (application_id) ON correction FROM ${worker}`,
  `REVOKE SELECT (subject, application_id) ON idempotency_key FROM ${worker}`,
  `REVOKE DELETE ON ${DELETED} FROM ${worker}`,
];
