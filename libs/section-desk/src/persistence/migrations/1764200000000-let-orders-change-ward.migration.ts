import type { SectionName } from '@app/contracts';
import { roleOf, type MigrationClass } from '@app/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const TABLES = ['task', 'received_part', 'correction', 'task_note', 'task_history'];

/** A case that comes under a protection (支援措置) goes to another ward with all that is kept of it: only life-events orders that. */
export function letOrdersChangeWard(section: SectionName): MigrationClass {
  const worker = roleOf(section, 'worker');
  return class LetOrdersChangeWard1764200000000 implements MigrationInterface {
    readonly name = 'LetOrdersChangeWard1764200000000';

    async up(runner: QueryRunner): Promise<void> {
      for (const table of TABLES)
        await runner.query(`GRANT UPDATE (ward) ON ${table} TO ${worker}`);
    }

    async down(runner: QueryRunner): Promise<void> {
      for (const table of TABLES)
        await runner.query(`REVOKE UPDATE (ward) ON ${table} FROM ${worker}`);
    }
  };
}
