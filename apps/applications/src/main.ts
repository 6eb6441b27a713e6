import { runService } from '@app/service-host';
import { applicationsService } from './applications.module.js';

await runService(applicationsService);
