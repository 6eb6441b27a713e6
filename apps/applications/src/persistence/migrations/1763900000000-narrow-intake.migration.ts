import { roleOf } from '@app/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const intake = roleOf('applications', 'intake');

/** What the intake answers with, but not the filing: who takes in need not read what was sealed. */
const READ = [
  'id',
  'case_id',
  'reference',
  'subject',
  'ward',
  'life_event',
  'intake_date',
  'withdrawal_requested_at',
  'created_at',
].join(', ');

export class NarrowIntake1763900000000 implements MigrationInterface {
  readonly name = 'NarrowIntake1763900000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`REVOKE SELECT ON application, correction FROM ${intake}`);
    await runner.query(`GRANT SELECT (${READ}) ON application TO ${intake}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`GRANT SELECT ON application, correction TO ${intake}`);
  }
}
