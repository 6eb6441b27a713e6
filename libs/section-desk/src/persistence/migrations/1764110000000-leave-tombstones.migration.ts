import type { SectionName } from '@app/contracts';
import { roleOf, type MigrationClass } from '@app/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When a case is erased, its parts go and each task stays as a tombstone; only life-events orders that. */
export function leaveTombstones(section: SectionName): MigrationClass {
  const worker = roleOf(section, 'worker');
  return class LeaveTombstones1764110000000 implements MigrationInterface {
    readonly name = 'LeaveTombstones1764110000000';

    async up(runner: QueryRunner): Promise<void> {
      await runner.query('ALTER TABLE task ADD COLUMN erased_at timestamptz(3)');
      await runner.query(`GRANT UPDATE (reference, waits_for, erased_at) ON task TO ${worker}`);
      await runner.query(
        `GRANT DELETE ON received_part, correction, task_note, task_history TO ${worker}`,
      );
    }

    async down(runner: QueryRunner): Promise<void> {
      await runner.query(`REVOKE UPDATE (reference, waits_for) ON task FROM ${worker}`);
      await runner.query(
        `REVOKE DELETE ON received_part, correction, task_note, task_history FROM ${worker}`,
      );
      await runner.query('ALTER TABLE task DROP COLUMN erased_at');
    }
  };
}
