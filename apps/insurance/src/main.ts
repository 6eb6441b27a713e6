import { runService } from '@app/service-host';
import { insuranceService } from './insurance.module.js';

await runService(insuranceService);
