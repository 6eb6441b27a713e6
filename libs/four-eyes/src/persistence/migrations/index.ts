import type { MigrationClass } from '@app/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { APPROVAL_ENDS, APPROVAL_TABLE, approvalRights } from '../approval-table.sql.js';

/** The table of approvals in a service's own schema; every service has it, as every service has dead letters. */
export function fourEyesMigrations(service: string): MigrationClass[] {
  return [approvals(service)];
}

function approvals(service: string): MigrationClass {
  return class Approvals1764100000000 implements MigrationInterface {
    // The name that TypeORM remembers: must not depend on how the class was compiled.
    readonly name = 'Approvals1764100000000';

    async up(runner: QueryRunner): Promise<void> {
      await runner.query(APPROVAL_TABLE);
      await runner.query(APPROVAL_ENDS);
      for (const statement of approvalRights(service)) await runner.query(statement);
    }

    async down(runner: QueryRunner): Promise<void> {
      await runner.query('DROP TABLE approval; DROP FUNCTION approval_never_back');
    }
  };
}
