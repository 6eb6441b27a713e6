import type { EventContract, ServiceName } from '@app/contracts';
import type { Tx } from '@app/persistence';
import type { WallClock } from '../host.port.js';

/** What the personal part is sealed for; checked again by the reader when it opens the part. */
export interface SealRequest {
  readonly caseId: string;
  readonly writer: ServiceName;
  readonly reader: ServiceName;
  readonly type: string;
  readonly sequence: number;
}

/** A personal part whose key was fetched before the transaction: sealing waits only for the sequence. */
export interface SealablePart {
  seal(header: SealRequest): Promise<string> | string;
}

export interface OutboxEvent<D = object> {
  /** The case id. */
  readonly key: string;
  readonly data: D;
  readonly sealed?: SealablePart;
  /** The key was minted in this transaction: its sequence begins at 1 and costs no round trip. */
  readonly firstOfKey?: boolean;
  /** W3C trace context to hand on. */
  readonly traceparent?: string;
}

export interface OutboxOptions {
  readonly service: ServiceName;
  readonly clock: WallClock;
}

export class Outbox {
  constructor(readonly options: OutboxOptions) {}

  add<D>(_tx: Tx, _contract: EventContract<D>, _event: OutboxEvent<D>): void {
    throw new Error('follows');
  }
}
