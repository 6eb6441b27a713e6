export { deliveryContract } from './delivery-contract.js';
export { eventLogContract } from './event-log-contract.js';
export { settle } from './settle.js';
export { localHarness } from './local-harness.js';
export { createTwoServices, noteContract } from './two-services.js';
export type { Note, TestService, TwoServices } from './two-services.js';
export type {
  EventLogFactory,
  EventLogHarness,
  HarnessWorld,
  RawRecord,
} from './event-log-harness.js';
export { DeliveryWorld, caseIds } from './delivery-world.js';
export type { Effect, WorldOptions } from './delivery-world.js';
export { heal } from './delivery/heal.js';
export { inject, rawEvent } from './delivery/raw-events.js';
export type { RawEvent } from './delivery/raw-events.js';
export { notingHandler } from './noting-handler.js';
