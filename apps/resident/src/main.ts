import { runService } from '@app/service-host';
import { residentService } from './resident.module.js';

await runService(residentService);
