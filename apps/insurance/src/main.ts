import { runService } from '@app/service-host';
import { insurance } from './insurance.definition.js';

await runService(insurance);
