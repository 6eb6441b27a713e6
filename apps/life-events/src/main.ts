import { runService } from '@app/service-host';
import { lifeEventsService } from './life-events.module.js';

await runService(lifeEventsService);
