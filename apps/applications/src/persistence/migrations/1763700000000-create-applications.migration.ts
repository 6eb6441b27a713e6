import { roleOf } from '@app/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const intake = roleOf('applications', 'intake');
const worker = roleOf('applications', 'worker');
const api = roleOf('applications', 'api');

/**
 * What a person filed lies sealed in `filing`, `correction.content` and `application_status.notes`, so that destroying
 * the case's keys erases it in every backup. Idempotency keys are not partitioned by time: at the border of two
 * partitions a repeated key would be let in.
 */
export class CreateApplications1763700000000 implements MigrationInterface {
  readonly name = 'CreateApplications1763700000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...tables, ...grants]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE application_status, correction, idempotency_key, application');
  }
}

const tables = [
  `CREATE TABLE application (
     id uuid PRIMARY KEY,
     case_id uuid NOT NULL UNIQUE,
     reference text NOT NULL UNIQUE,
     subject text NOT NULL,
     ward text NOT NULL,
     life_event text NOT NULL,
     intake_date date NOT NULL,
     filing text NOT NULL,
     withdrawal_requested_at timestamptz,
     created_at timestamptz NOT NULL DEFAULT now()
   )`,
  `CREATE TABLE idempotency_key (
     subject text NOT NULL,
     key text NOT NULL,
     fingerprint bytea NOT NULL,
     application_id uuid NOT NULL,
     created_at timestamptz NOT NULL DEFAULT now(),
     PRIMARY KEY (subject, key)
   )`,
  `CREATE TABLE correction (
     id uuid PRIMARY KEY,
     application_id uuid NOT NULL REFERENCES application (id),
     content text NOT NULL,
     created_at timestamptz NOT NULL DEFAULT now()
   )`,
  `CREATE INDEX correction_application_id_idx ON correction (application_id)`,
  `CREATE TABLE application_status (
     application_id uuid PRIMARY KEY,
     case_id uuid NOT NULL,
     version integer NOT NULL,
     status text NOT NULL,
     snapshot jsonb NOT NULL,
     notes text,
     changed_at timestamptz NOT NULL
   )`,
];

const grants = [
  `GRANT INSERT, SELECT ON application, idempotency_key, correction TO ${intake}`,
  `GRANT UPDATE (withdrawal_requested_at) ON application TO ${intake}`,
  `GRANT SELECT ON application_status TO ${intake}`,
  `GRANT SELECT, INSERT, UPDATE ON application_status TO ${worker}`,
  `GRANT SELECT ON application, application_status TO ${api}`,
];
