import type { ServiceName } from '@app/contracts';
import type { MigrationClass } from '@app/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { loginGrants, partitionFunctions } from './login-rights.sql.js';
import {
  FOREIGN_IDS,
  READER_TABLES,
  WRITER_TABLES,
  firstPartitions,
  messagingGrants,
} from './messaging-tables.sql.js';

/** The tables of messaging in a service's own schema, to be listed before the service's own migrations. */
export function messagingMigrations(service: ServiceName): MigrationClass[] {
  return [messagingTables(service), RememberForeignIds1763900000000, loginRights(service)];
}

class RememberForeignIds1763900000000 implements MigrationInterface {
  readonly name = 'RememberForeignIds1763900000000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(FOREIGN_IDS);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE relay_cursor DROP COLUMN foreign_ids');
  }
}

function loginRights(service: ServiceName): MigrationClass {
  return class LoginOwnsNothing1764100000000 implements MigrationInterface {
    readonly name = 'LoginOwnsNothing1764100000000';

    async up(queryRunner: QueryRunner): Promise<void> {
      await queryRunner.query(partitionFunctions(service));
      await queryRunner.query(loginGrants(service));
    }

    async down(queryRunner: QueryRunner): Promise<void> {
      await queryRunner.query('DROP FUNCTION make_partition, detach_partition, drop_partition');
    }
  };
}

function messagingTables(service: ServiceName): MigrationClass {
  return class MessagingTables1763800000000 implements MigrationInterface {
    // The name that TypeORM remembers: must not depend on how the class was compiled.
    readonly name = 'MessagingTables1763800000000';

    async up(queryRunner: QueryRunner): Promise<void> {
      await queryRunner.query(WRITER_TABLES);
      await queryRunner.query(READER_TABLES);
      await queryRunner.query(firstPartitions(new Date()));
      await queryRunner.query('INSERT INTO relay_cursor (service) VALUES ($1)', [service]);
      await queryRunner.query(messagingGrants(service));
    }

    async down(queryRunner: QueryRunner): Promise<void> {
      await queryRunner.query(
        `DROP TABLE projection_rebuild, delivery_decision, parked, partition_progress, stream_seen,
           inbox, relay_cursor, outbox, stream`,
      );
    }
  };
}
