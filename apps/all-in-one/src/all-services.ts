import type { ServiceDefinition } from '@app/service-host';
import { applicationsService } from '../../applications/src/applications.module.js';
import { childcareService } from '../../childcare/src/childcare.module.js';
import { insuranceService } from '../../insurance/src/insurance.module.js';
import { lifeEventsService } from '../../life-events/src/life-events.module.js';
import { residentService } from '../../resident/src/resident.module.js';

/** In the order in which a filing meets them. */
export const allServices: readonly ServiceDefinition[] = [
  applicationsService,
  lifeEventsService,
  residentService,
  insuranceService,
  childcareService,
];
