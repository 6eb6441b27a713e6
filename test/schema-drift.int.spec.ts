import { describe, expect, it } from '@jest/globals';
import { ApprovalEntity } from '@app/four-eyes';
import { dataSourceFor, schemaDrift } from '@app/persistence';
import { createTestDatabase } from '@app/persistence/testing';
import { sectionDeskEntities } from '@app/section-desk';
import { migrationsOf } from '@app/service-host';
import { applicationsService } from '../apps/applications/src/applications.module.js';
import { applicationsEntities } from '../apps/applications/src/persistence/entities.js';
import { childcareService } from '../apps/childcare/src/childcare.module.js';
import { insuranceService } from '../apps/insurance/src/insurance.module.js';
import { lifeEventsService } from '../apps/life-events/src/life-events.module.js';
import { lifeEventsEntities } from '../apps/life-events/src/persistence/entities.js';
import { residentEntities } from '../apps/resident/src/persistence/entities.js';
import { residentService } from '../apps/resident/src/resident.module.js';

describe('The entities of a service', () => {
  it.each([
    { definition: applicationsService, entities: applicationsEntities },
    { definition: lifeEventsService, entities: lifeEventsEntities },
    { definition: residentService, entities: residentEntities },
    { definition: insuranceService, entities: sectionDeskEntities },
    { definition: childcareService, entities: sectionDeskEntities },
  ])('say what the migrations of $definition.service made', async ({ definition, entities }) => {
    const test = await createTestDatabase({
      service: definition.service,
      migrations: migrationsOf(definition),
    });
    const dataSource = dataSourceFor(
      { service: definition.service, adminUrl: test.adminUrl },
      { entities: [...entities, ApprovalEntity] },
    );
    try {
      await dataSource.initialize();
      expect(await schemaDrift(dataSource)).toEqual([]);
    } finally {
      await dataSource.destroy();
      await test.drop();
    }
  });
});
