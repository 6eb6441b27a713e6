import { WARDS_OF_THE_TRANSACTION, roleOf, subjectPolicySql } from '@app/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const service = 'applications';
const intake = roleOf(service, 'intake');
const worker = roleOf(service, 'worker');
const api = roleOf(service, 'api');

/**
 * Attachments (添付書類), and officers who read them: they see the status of the applications of the wards that the unit of
 * work was given, and with it their attachments. A content is there for no reader before it was found clean: the
 * database itself says so.
 */
export class AttachDocuments1764250000000 implements MigrationInterface {
  readonly name = 'AttachDocuments1764250000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...tables, ...grants, ...policies]) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE attachment_piece, attachment');
    await runner.query('DROP POLICY own_wards ON application_status');
  }
}

const tables = [
  `CREATE TABLE attachment (
     id uuid PRIMARY KEY,
     application_id uuid NOT NULL REFERENCES application (id),
     task_id uuid NOT NULL,
     document text NOT NULL,
     media_type text NOT NULL,
     state text NOT NULL CHECK (state IN ('RECEIVED', 'SCANNING', 'CLEAN', 'INFECTED', 'UNSCANNABLE')),
     pieces integer NOT NULL,
     tries integer NOT NULL DEFAULT 0,
     failures integer NOT NULL DEFAULT 0,
     next_try_at timestamptz NOT NULL,
     received_at timestamptz NOT NULL
   )`,
  'CREATE INDEX attachment_application_id_idx ON attachment (application_id)',
  `CREATE INDEX attachment_to_scan_idx ON attachment (next_try_at) WHERE state IN ('RECEIVED', 'SCANNING')`,
  `CREATE TABLE attachment_piece (
     attachment_id uuid NOT NULL REFERENCES attachment (id),
     place integer NOT NULL,
     content bytea NOT NULL,
     PRIMARY KEY (attachment_id, place)
   )`,
  // What was sealed does not get smaller.
  'ALTER TABLE attachment_piece ALTER content SET STORAGE EXTERNAL',
];

const grants = [
  `GRANT SELECT, INSERT ON attachment TO ${intake}`,
  `GRANT INSERT ON attachment_piece TO ${intake}`,
  `GRANT SELECT, DELETE ON attachment, attachment_piece TO ${worker}`,
  `GRANT UPDATE (state, tries, failures, next_try_at) ON attachment TO ${worker}`,
  `GRANT SELECT ON attachment, attachment_piece TO ${api}`,
];

const policies = [
  `CREATE POLICY own_wards ON application_status FOR SELECT TO ${api}
     USING (snapshot ->> 'ward' = ANY (${WARDS_OF_THE_TRANSACTION}))`,
  ...subjectPolicySql({
    service,
    table: 'attachment',
    own: 'EXISTS (SELECT FROM application_status AS s WHERE s.application_id = attachment.application_id)',
  }),
  ...subjectPolicySql({
    service,
    table: 'attachment_piece',
    own: "EXISTS (SELECT FROM attachment AS a WHERE a.id = attachment_piece.attachment_id AND a.state = 'CLEAN')",
  }),
];
