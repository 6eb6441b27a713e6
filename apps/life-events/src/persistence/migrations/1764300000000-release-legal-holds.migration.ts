import { roleOf } from '@app/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const api = roleOf('life-events', 'api');

/** A hold is placed once however often it is asked for, and the table itself wants two people for its release. */
export class ReleaseLegalHolds1764300000000 implements MigrationInterface {
  readonly name = 'ReleaseLegalHolds1764300000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE legal_hold DROP CONSTRAINT legal_hold_key,
      DROP CONSTRAINT legal_hold_two_people, DROP CONSTRAINT legal_hold_release_complete,
      DROP COLUMN idempotency_key, DROP COLUMN release_approved_by, DROP COLUMN release_approval_id`);
  }
}

const statements = [
  // No release of ours could place a hold before: there are no rows.
  `ALTER TABLE legal_hold ADD COLUMN idempotency_key text NOT NULL, ADD COLUMN release_approved_by text,
     ADD COLUMN release_approval_id uuid`,
  'ALTER TABLE legal_hold ADD CONSTRAINT legal_hold_key UNIQUE (placed_by, idempotency_key)',
  `ALTER TABLE legal_hold ADD CONSTRAINT legal_hold_two_people CHECK (release_approved_by <> released_by)`,
  `ALTER TABLE legal_hold ADD CONSTRAINT legal_hold_release_complete CHECK (
     num_nulls(released_at, released_by, release_approved_by, release_approval_id) IN (0, 4))`,
  `GRANT UPDATE (release_approved_by, release_approval_id) ON legal_hold TO ${api}`,
];
