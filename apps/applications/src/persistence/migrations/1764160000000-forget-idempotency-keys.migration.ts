import { roleOf } from '@app/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const worker = roleOf('applications', 'worker');

/** By age, in an index that costs nothing at a filing: rows lie in the order in which they came. */
export class ForgetIdempotencyKeys1764160000000 implements MigrationInterface {
  readonly name = 'ForgetIdempotencyKeys1764160000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'CREATE INDEX idempotency_key_created_at_idx ON idempotency_key USING brin (created_at)',
    );
    await runner.query(`GRANT SELECT (key, created_at) ON idempotency_key TO ${worker}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`REVOKE SELECT (key, created_at) ON idempotency_key FROM ${worker}`);
    await runner.query('DROP INDEX idempotency_key_created_at_idx');
  }
}
