import { roleOf, wardPolicySql } from '@app/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const service = 'life-events';
const intake = roleOf(service, 'intake');
const worker = roleOf(service, 'worker');
const api = roleOf(service, 'api');

/**
 * What a household said lies sealed in `interview.state` under a key of its own; when an interview expires, its key is
 * destroyed and its row deleted. A citizen's interviews are reached as `intake` and found by `subject`, an officer's as
 * `api` in the officer's wards.
 */
export class CreateInterviews1764000000000 implements MigrationInterface {
  readonly name = 'CreateInterviews1764000000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE interview');
  }
}

const statements = [
  `CREATE TABLE interview (
     id uuid PRIMARY KEY,
     subject text NOT NULL,
     idempotency_key text NOT NULL,
     by_officer boolean NOT NULL,
     ward text NOT NULL,
     version integer NOT NULL,
     state text NOT NULL,
     changed_at timestamptz(3) NOT NULL,
     expires_at timestamptz(3) NOT NULL,
     CONSTRAINT interview_subject_key UNIQUE (subject, idempotency_key)
   )`,
  'CREATE INDEX interview_expires_at_idx ON interview (expires_at)',
  ...wardPolicySql({ service, table: 'interview' }),
  `GRANT SELECT, INSERT ON interview TO ${intake}, ${api}`,
  `GRANT UPDATE (version, state, changed_at, expires_at) ON interview TO ${intake}, ${api}`,
  `GRANT SELECT (id, expires_at), DELETE ON interview TO ${worker}`,
];
