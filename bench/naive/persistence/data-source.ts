import type { ServiceName } from '@app/contracts';
import { DataSource } from 'typeorm';
import { POOL_SIZE } from '../kafka.js';
import { ApplicationStatusEntity } from './application-status.entity.js';
import { ApplicationEntity } from './application.entity.js';
import { CaseTaskEntity } from './case-task.entity.js';
import { CaseEntity } from './case.entity.js';
import { preparingPg } from './naming-client.js';
import { TaskEntity } from './task.entity.js';

const ENTITIES: Readonly<Record<ServiceName, (new () => object)[]>> = {
  applications: [ApplicationEntity, ApplicationStatusEntity],
  'life-events': [CaseEntity, CaseTaskEntity],
  resident: [TaskEntity],
  insurance: [TaskEntity],
  childcare: [TaskEntity],
};

export const naiveSchemaOf = (service: ServiceName): string => service.replaceAll('-', '_');

/** The schema must exist; its tables are made from the entities. */
export function naiveDataSource(service: ServiceName, url: string): DataSource {
  return new DataSource({
    type: 'postgres',
    driver: preparingPg,
    url,
    schema: naiveSchemaOf(service),
    entities: ENTITIES[service],
    synchronize: true,
    poolSize: POOL_SIZE,
  });
}
