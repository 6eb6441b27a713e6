import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The list of cases of one status, the oldest first, page by page. */
export class IndexCasesByStatus1763720000000 implements MigrationInterface {
  readonly name = 'IndexCasesByStatus1763720000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX case_status_idx ON "case" (status, opened_at, id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX case_status_idx');
  }
}
