import { roleOf, wardPolicySql } from '@app/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const service = 'resident';
const api = roleOf(service, 'api');

/** The register of protections (支援措置). No row lies in a ward: only who may see protected persons sees that there is one. */
export class CreateProtections1764500000000 implements MigrationInterface {
  readonly name = 'CreateProtections1764500000000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE protection');
  }
}

const statements = [
  `CREATE TABLE protection (
     id uuid PRIMARY KEY,
     ward text NOT NULL CONSTRAINT protection_hidden CHECK (ward = 'protected'),
     version integer NOT NULL,
     effect text NOT NULL CONSTRAINT protection_effect_known CHECK (effect IN ('in-force', 'lifted')),
     kinds text[] NOT NULL,
     starts_on date NOT NULL,
     ends_on date NOT NULL,
     person_index bigint[] NOT NULL,
     content_version integer NOT NULL,
     content text NOT NULL,
     entered_by text NOT NULL,
     idempotency_key text NOT NULL,
     entered_at timestamptz(3) NOT NULL,
     changed_at timestamptz(3) NOT NULL,
     CONSTRAINT protection_request_key UNIQUE (entered_by, idempotency_key)
   )`,
  'CREATE INDEX protection_review_idx ON protection (ends_on, id)',
  'CREATE INDEX protection_person_index_idx ON protection USING gin (person_index)',
  ...wardPolicySql({ service, table: 'protection' }),
  `GRANT SELECT, INSERT ON protection TO ${api}`,
  `GRANT UPDATE (version, effect, ends_on, person_index, content_version, content, changed_at)
     ON protection TO ${api}`,
  // For the sweep of keys that nothing was sealed under.
  `GRANT SELECT (id) ON protection TO ${roleOf(service, 'worker')}`,
];
