import { eventLogContract } from '../testing/event-log-contract.js';
import { localHarness } from '../testing/local-harness.js';

eventLogContract('local', localHarness);
