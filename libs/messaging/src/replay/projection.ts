import type { Tx } from '@app/persistence';
import type { ChunkHandler } from '../delivery.js';

/**
 * A read model that can be built anew from the log while the old one serves. Its handler must be idempotent by version
 * (a full snapshot replaces an older one and never a newer one) and may not say anything or change anything else.
 */
export interface Projection {
  /** Unique in its service. */
  readonly name: string;
  /** Writes into the shadow; declares with `@Consumes` what it is made of. */
  readonly handler: ChunkHandler<unknown>;
  /** Empties the shadow. Role `worker`. */
  begin(tx: Tx): Promise<void>;
  /**
   * Puts the shadow in the place of the live rows. The log holds 30 days: rows of cases that are not in the shadow must
   * be kept. Role `worker`; the live consumer waits meanwhile.
   */
  swap(tx: Tx): Promise<void>;
}
