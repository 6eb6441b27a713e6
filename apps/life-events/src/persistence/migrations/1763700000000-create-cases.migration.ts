import { roleOf, wardPolicySql } from '@app/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const service = 'life-events';
const worker = roleOf(service, 'worker');
const api = roleOf(service, 'api');

/**
 * What a person filed lies sealed in `filing.jwe`, what an officer wrote in `case_task.note` and `resolution.reason`,
 * so that destroying the case's keys erases it in every backup. Times have milliseconds, as events have.
 */
export class CreateCases1763700000000 implements MigrationInterface {
  readonly name = 'CreateCases1763700000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...tables, ...policies, ...grants]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE resolution, filing, case_task, "case"');
  }
}

const tables = [
  `CREATE TABLE "case" (
     id uuid PRIMARY KEY,
     application_id uuid NOT NULL UNIQUE,
     reference text NOT NULL,
     ward text NOT NULL,
     life_event text NOT NULL,
     rule_set text NOT NULL,
     intake_date date NOT NULL,
     chosen_procedures text[] NOT NULL,
     submitted_at timestamptz(3) NOT NULL,
     status text NOT NULL,
     withdrawal text NOT NULL,
     version integer NOT NULL,
     referrals jsonb NOT NULL,
     offered text[] NOT NULL,
     maybe text[] NOT NULL,
     questions jsonb NOT NULL,
     automatic_effects text[] NOT NULL,
     informational text[] NOT NULL,
     opened_at timestamptz(3) NOT NULL,
     changed_at timestamptz(3) NOT NULL,
     closed_at timestamptz(3)
   )`,
  `CREATE TABLE case_task (
     id uuid PRIMARY KEY,
     case_id uuid NOT NULL CONSTRAINT case_task_case_id_fkey REFERENCES "case" (id),
     position smallint NOT NULL,
     ward text NOT NULL,
     procedure_id text NOT NULL,
     section text NOT NULL,
     rule_id text NOT NULL,
     persons text[] NOT NULL,
     requirement text NOT NULL,
     filing text NOT NULL,
     visit_required boolean NOT NULL,
     visit_basis text NOT NULL,
     deadline date,
     deadline_rule text NOT NULL,
     no_loss_deadline date,
     delivers boolean NOT NULL,
     depends_on text[] NOT NULL,
     status text NOT NULL,
     version integer NOT NULL,
     returned_items text[] NOT NULL,
     note text,
     note_sequence bigint,
     released boolean NOT NULL,
     held text,
     waived text[] NOT NULL,
     withdraw_reason text,
     withdrawal_refused boolean NOT NULL,
     CONSTRAINT case_task_case_procedure_key UNIQUE (case_id, procedure_id),
     CONSTRAINT case_task_note_complete CHECK ((note IS NULL) = (note_sequence IS NULL))
   )`,
  `CREATE TABLE filing (
     case_id uuid NOT NULL CONSTRAINT filing_case_id_fkey REFERENCES "case" (id),
     sequence bigint NOT NULL,
     type text NOT NULL,
     jwe text NOT NULL,
     brings_request boolean NOT NULL,
     brings_identities boolean NOT NULL,
     received_at timestamptz(3) NOT NULL,
     PRIMARY KEY (case_id, sequence)
   )`,
  `CREATE TABLE resolution (
     id uuid PRIMARY KEY,
     case_id uuid NOT NULL CONSTRAINT resolution_case_id_fkey REFERENCES "case" (id),
     task_id uuid NOT NULL CONSTRAINT resolution_task_id_fkey REFERENCES case_task (id),
     ward text NOT NULL,
     case_version integer NOT NULL,
     decision text NOT NULL,
     reason text NOT NULL,
     decided_by text NOT NULL,
     created_at timestamptz(3) NOT NULL
   )`,
  `CREATE INDEX resolution_case_id_idx ON resolution (case_id)`,
];

const policies = ['"case"', 'case_task', 'resolution'].flatMap((table) =>
  wardPolicySql({ service, table }),
);

/** Only an application's event opens cases and brings filings; a supervisor moves a case and writes a resolution. */
const grants = [
  `GRANT SELECT, INSERT, UPDATE ON "case", case_task TO ${worker}`,
  `GRANT SELECT, INSERT ON filing TO ${worker}`,
  `GRANT SELECT, UPDATE ON "case", case_task TO ${api}`,
  `GRANT SELECT, INSERT ON resolution TO ${api}`,
];
