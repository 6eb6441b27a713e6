import type { DeliveryWorld, WorldOptions } from '../delivery-world.js';

/** Makes the world of one test; disposed of after it. */
export type WorldMaker = (options?: WorldOptions) => Promise<DeliveryWorld>;

/** For logs that take their time to join and rebalance; nothing is waited for that long. */
export const PATIENCE_MS = 90_000;
