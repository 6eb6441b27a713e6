import { roleOf } from '@app/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { ERASURE_STATES } from '../../domain/erasure.js';

const service = 'life-events';
const worker = roleOf(service, 'worker');
const api = roleOf(service, 'api');
const states = ERASURE_STATES.map((state) => `'${state}'`).join(', ');

/**
 * What is needed to know which cases are due, to bring each of them to its end step by step, and to keep a record of it.
 * A hold has no ward of its own: who sees the case sees its holds.
 */
export class EraseCases1764110000000 implements MigrationInterface {
  readonly name = 'EraseCases1764110000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...columns, ...tables, ...policies, ...grants])
      await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`REVOKE DELETE ON case_task, filing, resolution FROM ${worker}`);
    await runner.query(`REVOKE UPDATE (expires_at) ON interview FROM ${worker}`);
    await runner.query(`REVOKE SELECT (case_id) ON resolution FROM ${worker}`);
    await runner.query('DROP TABLE legal_hold, erasure');
    await runner.query('ALTER TABLE interview DROP COLUMN warned_at');
    await runner.query('ALTER TABLE "case" DROP COLUMN document_class, DROP COLUMN erased_at');
  }
}

const columns = [
  'ALTER TABLE "case" ADD COLUMN document_class text, ADD COLUMN erased_at timestamptz(3)',
  'ALTER TABLE interview ADD COLUMN warned_at timestamptz(3)',
  `CREATE INDEX case_unclassified_idx ON "case" (closed_at, id)
     WHERE closed_at IS NOT NULL AND document_class IS NULL`,
  `CREATE INDEX case_retention_idx ON "case" (document_class, closed_at, id)
     WHERE document_class IS NOT NULL AND erased_at IS NULL`,
];

const tables = [
  `CREATE TABLE erasure (
     case_id uuid PRIMARY KEY CONSTRAINT erasure_case_id_fkey REFERENCES "case" (id),
     state text NOT NULL CONSTRAINT erasure_state_known CHECK (state IN (${states})),
     cause text NOT NULL CONSTRAINT erasure_cause_known CHECK (cause IN ('retention', 'decision')),
     document_class text NOT NULL,
     due_on date NOT NULL,
     awaited text[] NOT NULL,
     received text[] NOT NULL,
     ordered_by text NOT NULL,
     approval_id uuid,
     ordered_at timestamptz(3) NOT NULL,
     erased_at timestamptz(3),
     key_count integer,
     CONSTRAINT erasure_decision_complete CHECK ((cause = 'decision') = (approval_id IS NOT NULL))
   )`,
  `CREATE INDEX erasure_open_idx ON erasure (ordered_at, case_id) WHERE state <> 'erased'`,
  `CREATE TABLE legal_hold (
     id uuid PRIMARY KEY,
     case_id uuid NOT NULL CONSTRAINT legal_hold_case_id_fkey REFERENCES "case" (id),
     reason text NOT NULL,
     placed_by text NOT NULL,
     placed_at timestamptz(3) NOT NULL,
     released_by text,
     released_at timestamptz(3)
   )`,
  'CREATE INDEX legal_hold_open_idx ON legal_hold (case_id) WHERE released_at IS NULL',
];

const seen = 'EXISTS (SELECT FROM "case" AS c WHERE c.id = legal_hold.case_id)';
const policies = [
  'ALTER TABLE legal_hold ENABLE ROW LEVEL SECURITY',
  'ALTER TABLE legal_hold FORCE ROW LEVEL SECURITY',
  `CREATE POLICY of_own_cases ON legal_hold TO ${api} USING (${seen}) WITH CHECK (${seen})`,
  `CREATE POLICY every_case ON legal_hold TO ${worker} USING (true)`,
];

/** A hold is placed and released by people; everything else about an erasure is the worker's. */
const grants = [
  `GRANT SELECT, INSERT, UPDATE ON erasure TO ${worker}`,
  `GRANT SELECT (case_id, state), INSERT ON erasure TO ${api}`,
  `GRANT SELECT ON legal_hold TO ${worker}`,
  `GRANT SELECT, INSERT ON legal_hold TO ${api}`,
  `GRANT UPDATE (released_by, released_at) ON legal_hold TO ${api}`,
  `GRANT SELECT (case_id) ON resolution TO ${worker}`,
  `GRANT SELECT (warned_at), UPDATE (warned_at, expires_at) ON interview TO ${worker}`,
  `GRANT UPDATE (warned_at) ON interview TO ${roleOf(service, 'intake')}, ${api}`,
  `GRANT DELETE ON case_task, filing, resolution TO ${worker}`,
];
