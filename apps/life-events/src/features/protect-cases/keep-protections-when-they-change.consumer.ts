import { ProtectionChangedV1, type ProtectionChangedData } from '@app/contracts';
import { Consumes, type ChunkHandler, type Delivery } from '@app/messaging';
import type { Tx } from '@app/persistence';
import { Injectable } from '@nestjs/common';
import { saveProtections } from '../../persistence/protection.repository.js';
import { MoveCasesUnderProtection } from './move-cases-under-protection.service.js';

/** Keeps the newest version of each protection: new filings are held against it at once, cases that are there next. */
@Injectable()
@Consumes(ProtectionChangedV1)
export class KeepProtectionsWhenTheyChange implements ChunkHandler {
  constructor(private readonly moving: MoveCasesUnderProtection) {}

  async apply(tx: Tx, deliveries: readonly Delivery[]): Promise<void> {
    const newest = new Map<string, ProtectionChangedData>();
    for (const { key, data } of deliveries as readonly Delivery<ProtectionChangedData>[])
      if ((newest.get(key)?.version ?? 0) < data.version) newest.set(key, data);
    await saveProtections(tx, [...newest.values()]);
    tx.afterCommit(() => this.moving.wake());
  }
}
