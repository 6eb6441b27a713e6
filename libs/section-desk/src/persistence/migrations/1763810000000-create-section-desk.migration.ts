import { TASK_STATUSES, type SectionName } from '@app/contracts';
import { roleOf, wardPolicySql, type MigrationClass } from '@app/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const quotedStatuses = TASK_STATUSES.map((status) => `'${status}'`).join(', ');

/**
 * What a person said lies sealed in `received_part.jwe` and `task_note.jwe`, so that destroying the case's keys erases
 * it in every backup. `queue_date` is the deadline, or infinity without one, so that a queue's order has no nulls.
 */
const TABLES = [
  `CREATE TABLE task (
     id uuid PRIMARY KEY,
     case_id uuid NOT NULL,
     application_id uuid NOT NULL,
     reference text NOT NULL,
     ward text NOT NULL,
     life_event text NOT NULL,
     rule_set text NOT NULL,
     rule_id text NOT NULL,
     procedure_id text NOT NULL,
     persons text[] NOT NULL,
     requirement text NOT NULL,
     filing text NOT NULL,
     visit_required boolean NOT NULL,
     visit_basis text NOT NULL,
     deadline date,
     deadline_rule text NOT NULL,
     no_loss_deadline date,
     waits_for text[] NOT NULL,
     delivers boolean NOT NULL,
     submitted_at timestamptz(3) NOT NULL,
     opened_by integer NOT NULL,
     status text NOT NULL CONSTRAINT task_status_known CHECK (status IN (${quotedStatuses})),
     version integer NOT NULL,
     held text,
     returned_items text[] NOT NULL,
     claimed_by text,
     claimed_until timestamptz(3),
     final boolean NOT NULL,
     queue_date date NOT NULL,
     received_at timestamptz(3) NOT NULL,
     changed_at timestamptz(3) NOT NULL,
     CONSTRAINT task_case_procedure_key UNIQUE (case_id, procedure_id),
     CONSTRAINT task_claim_in_review CHECK ((claimed_by IS NOT NULL) = (status = 'IN_REVIEW'))
   )`,
  `CREATE INDEX task_queue_idx ON task (queue_date, received_at, id) WHERE NOT final`,
  `CREATE INDEX task_status_idx ON task (status, queue_date, received_at, id)`,
  `CREATE INDEX task_claimed_by_idx ON task (claimed_by) WHERE claimed_by IS NOT NULL`,
  `CREATE TABLE received_part (
     case_id uuid NOT NULL,
     sequence integer NOT NULL,
     type text NOT NULL,
     ward text NOT NULL,
     jwe text NOT NULL,
     received_at timestamptz(3) NOT NULL,
     PRIMARY KEY (case_id, sequence)
   )`,
  `CREATE TABLE correction (
     id uuid NOT NULL,
     task_id uuid NOT NULL CONSTRAINT correction_task_id_fkey REFERENCES task (id),
     case_id uuid NOT NULL,
     ward text NOT NULL,
     sequence integer NOT NULL,
     items text[] NOT NULL,
     version integer NOT NULL,
     received_at timestamptz(3) NOT NULL,
     PRIMARY KEY (task_id, id)
   )`,
  `CREATE TABLE task_note (
     task_id uuid NOT NULL CONSTRAINT task_note_task_id_fkey REFERENCES task (id),
     version integer NOT NULL,
     ward text NOT NULL,
     items text[] NOT NULL,
     jwe text NOT NULL,
     PRIMARY KEY (task_id, version)
   )`,
  `CREATE TABLE task_history (
     task_id uuid NOT NULL CONSTRAINT task_history_task_id_fkey REFERENCES task (id),
     version integer NOT NULL,
     ward text NOT NULL,
     action text NOT NULL,
     actor text NOT NULL,
     from_status text,
     to_status text NOT NULL,
     at timestamptz(3) NOT NULL,
     PRIMARY KEY (task_id, version)
   )`,
];

const NAMES = ['task', 'received_part', 'correction', 'task_note', 'task_history'];

/** Only what life-events orders creates tasks and parts; an officer moves a task, and writes a note and its history. */
function grantsFor(section: SectionName): string[] {
  const worker = roleOf(section, 'worker');
  const api = roleOf(section, 'api');
  const movable =
    'status, version, held, returned_items, claimed_by, claimed_until, final, changed_at';
  return [
    `GRANT SELECT ON ${NAMES.join(', ')} TO ${worker}, ${api}`,
    `GRANT INSERT ON task, received_part, correction, task_history TO ${worker}`,
    `GRANT INSERT ON task_note, task_history TO ${api}`,
    `GRANT UPDATE (${movable}) ON task TO ${worker}, ${api}`,
  ];
}

/** The same tables for each section, in that section's schema and for its roles. */
export function createSectionDesk(section: SectionName): MigrationClass {
  return class CreateSectionDesk1763810000000 implements MigrationInterface {
    readonly name = 'CreateSectionDesk1763810000000';

    async up(runner: QueryRunner): Promise<void> {
      const policies = NAMES.flatMap((table) => wardPolicySql({ service: section, table }));
      for (const statement of [...TABLES, ...policies, ...grantsFor(section)])
        await runner.query(statement);
    }

    async down(runner: QueryRunner): Promise<void> {
      await runner.query(`DROP TABLE ${NAMES.toReversed().join(', ')}`);
    }
  };
}
