import { runService } from '@app/service-host';
import { resident } from './resident.definition.js';

await runService(resident);
