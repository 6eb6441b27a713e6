import { SUBJECTS_OF_THE_TRANSACTION, subjectPolicySql } from '@app/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const service = 'applications';
const own = `subject = ANY (${SUBJECTS_OF_THE_TRANSACTION})`;
/** What belongs to an application belongs to whoever filed it; that row is found under its own policy. */
const ofOwnApplication = (table: string): string =>
  `EXISTS (SELECT FROM application AS a WHERE a.id = ${table}.application_id AND a.${own})`;

/**
 * Reading as `api` sees the applications of the citizens that the unit of work names, and nobody's when it names none. Taking in
 * stays open to all: requests of many citizens share a statement. Idempotency keys have no policy: ON CONFLICT needs to see
 * the row of whoever was first.
 */
export class CloseApplicationsBySubject1764120000000 implements MigrationInterface {
  readonly name = 'CloseApplicationsBySubject1764120000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [
      ...subjectPolicySql({ service, table: 'application', own }),
      ...['correction', 'application_status'].flatMap((table) =>
        subjectPolicySql({ service, table, own: ofOwnApplication(table) }),
      ),
    ])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['application', 'correction', 'application_status']) {
      await runner.query(
        `DROP POLICY own_subjects ON ${table}; DROP POLICY every_subject ON ${table}`,
      );
      await runner.query(`ALTER TABLE ${table} NO FORCE ROW LEVEL SECURITY`);
      await runner.query(`ALTER TABLE ${table} DISABLE ROW LEVEL SECURITY`);
    }
  }
}
