import { runService } from '@app/service-host';
import { childcareService } from './childcare.module.js';

await runService(childcareService);
