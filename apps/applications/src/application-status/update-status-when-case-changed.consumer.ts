import {
  CaseChangedV1,
  CaseClosedV1,
  CaseOpenedV1,
  PROTECTED_WARD,
  type CaseSnapshotData,
} from '@app/contracts';
import { Consumes, type ChunkHandler, type Delivery } from '@app/messaging';
import type { Tx } from '@app/persistence';
import { Injectable } from '@nestjs/common';
import { StatusFollowers } from '../features/follow-application/status-followers.js';
import { hideWards, upsertStatuses, type NewStatus } from './application-status.repository.js';

const isProtected = ({ snapshot }: NewStatus): boolean => snapshot.ward === PROTECTED_WARD;

/** Keeps the newest snapshot of each case, notes sealed as they came. */
@Injectable()
@Consumes(CaseOpenedV1, CaseChangedV1, CaseClosedV1)
export class UpdateStatusWhenCaseChangedConsumer implements ChunkHandler {
  constructor(private readonly followers: StatusFollowers) {}

  async apply(tx: Tx, deliveries: readonly Delivery[]): Promise<void> {
    const newest = new Map<string, NewStatus>();
    for (const { key, data, sealed } of deliveries as readonly Delivery<CaseSnapshotData>[]) {
      const known = newest.get(key);
      if (known === undefined || known.snapshot.version < data.version)
        newest.set(key, { snapshot: data, notes: sealed ?? null });
    }
    const statuses = [...newest.values()];
    await Promise.all([upsertStatuses(tx, statuses), hideWards(tx, statuses.filter(isProtected))]);
    tx.afterCommit(() => this.followers.look());
  }
}
