import { runService } from '@app/service-host';
import { childcare } from './childcare.definition.js';

await runService(childcare);
