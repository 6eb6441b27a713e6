import { PARTITIONS } from '@app/contracts';
import { murmur2 } from './murmur2.js';

/**
 * The partition of a case, 0 to 23, the same on every topic. Computed by us when an event is written, not by a client
 * library when it is sent: kafkajs places a record anew on each retry.
 */
export function partitionOf(key: string): number {
  return (murmur2(Buffer.from(key)) & 0x7fffffff) % PARTITIONS;
}
