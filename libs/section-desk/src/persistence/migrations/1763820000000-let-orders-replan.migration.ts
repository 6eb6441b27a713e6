import type { SectionName } from '@app/contracts';
import { roleOf, type MigrationClass } from '@app/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const PLAN =
  'rule_id, persons, requirement, filing, visit_required, visit_basis, deadline, deadline_rule, no_loss_deadline, queue_date';

/** A correction may change the plan of a task: only life-events orders that, never an officer. */
export function letOrdersReplan(section: SectionName): MigrationClass {
  const worker = roleOf(section, 'worker');
  return class LetOrdersReplan1763820000000 implements MigrationInterface {
    readonly name = 'LetOrdersReplan1763820000000';

    async up(runner: QueryRunner): Promise<void> {
      await runner.query(`GRANT UPDATE (${PLAN}) ON task TO ${worker}`);
    }

    async down(runner: QueryRunner): Promise<void> {
      await runner.query(`REVOKE UPDATE (${PLAN}) ON task FROM ${worker}`);
    }
  };
}
