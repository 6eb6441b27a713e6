import { expect, it } from '@jest/globals';
import { dataSourceFor, schemaDrift } from '@app/persistence';
import { createTestDatabase } from '@app/persistence/testing';
import { migrationsOf } from '@app/service-host';
import { applicationsService } from '../applications.module.js';
import { applicationsEntities } from './entities.js';

it('applications: entities and migrated schema agree', async () => {
  const migrations = migrationsOf(applicationsService);
  const database = await createTestDatabase({ service: 'applications', migrations });
  const dataSource = await dataSourceFor(
    { service: 'applications', adminUrl: database.adminUrl },
    {
      entities: applicationsEntities,
    },
  ).initialize();
  expect(await schemaDrift(dataSource)).toEqual([]);
  await dataSource.destroy();
  await database.drop();
});
