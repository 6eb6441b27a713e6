import { CASE_ACCESSED, SERVICES, type CaseAccessedData } from '@app/contracts';
import { Consumes, type ChunkHandler, type Delivery } from '@app/messaging';
import type { Tx } from '@app/persistence';
import { Injectable } from '@nestjs/common';
import { keepAccesses } from './case-access.repository.js';

/** Keeps for each citizen which section looked at their case and why. */
@Injectable()
@Consumes(...SERVICES.map((service) => CASE_ACCESSED[service]))
export class KeepAccessesWhenCasesAreAccessed implements ChunkHandler {
  async apply(tx: Tx, deliveries: readonly Delivery[]): Promise<void> {
    await keepAccesses(
      tx,
      deliveries.map(({ data }) => data as CaseAccessedData),
    );
  }
}
