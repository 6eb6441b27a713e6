import type { ServiceName } from '@app/contracts';
import type { MigrationClass } from '@app/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { TELLER_TABLES, tellerGrants } from './tell-accesses.sql.js';
import { APPEND_ONLY_GUARDS, AUDIT_TABLES, auditGrants } from './audit-tables.sql.js';

/** The tables of the records of access in a service's own schema. */
export function auditMigrations(service: ServiceName): MigrationClass[] {
  return [auditTables(service), tellAccesses(service)];
}

function auditTables(service: ServiceName): MigrationClass {
  return class AuditTables1764100000000 implements MigrationInterface {
    readonly name = 'AuditTables1764100000000';

    async up(runner: QueryRunner): Promise<void> {
      for (const statement of [...AUDIT_TABLES, ...APPEND_ONLY_GUARDS, ...auditGrants(service)])
        await runner.query(statement);
      await runner.query('INSERT INTO access_sealer (service) VALUES ($1)', [service]);
    }

    async down(runner: QueryRunner): Promise<void> {
      await runner.query(
        'DROP TABLE access_sealer, access_anchor, access_seal, access_record; DROP FUNCTION refuse_change()',
      );
    }
  };
}

function tellAccesses(service: ServiceName): MigrationClass {
  return class TellAccesses1764300000000 implements MigrationInterface {
    readonly name = 'TellAccesses1764300000000';

    async up(runner: QueryRunner): Promise<void> {
      for (const statement of [...TELLER_TABLES, ...tellerGrants(service)])
        await runner.query(statement);
      await runner.query('INSERT INTO access_teller (service) VALUES ($1)', [service]);
    }

    async down(runner: QueryRunner): Promise<void> {
      await runner.query('DROP TABLE access_teller; DROP INDEX access_record_told');
    }
  };
}
