import { deliveryContract } from '../testing/delivery-contract.js';
import { localHarness } from '../testing/local-harness.js';

deliveryContract('the local log', localHarness);
