import { SECTIONS, SECTION_CONTRACTS, type SectionName } from '@app/contracts';
import { Consumes, type ChunkHandler, type Delivery } from '@app/messaging';
import type { Tx } from '@app/persistence';
import { Injectable } from '@nestjs/common';
import { withReceipt, type Erasure } from '../../domain/erasure.js';
import { loadErasures, saveReceipts } from '../../persistence/erasure.repository.js';

const RECEIPTS = SECTIONS.map((section) => SECTION_CONTRACTS[section].caseErasable);

/**
 * Notes the sections' receipts. One for an erasure that is not known - the database came back from a backup - says nothing
 * that will not be asked for again.
 */
@Injectable()
@Consumes(...RECEIPTS)
export class NoteReceiptsWhenSectionsAreDoneConsumer implements ChunkHandler {
  async apply(tx: Tx, deliveries: readonly Delivery[]): Promise<void> {
    const cases = [...new Set(deliveries.map(({ key }) => key))];
    const before = new Map((await loadErasures(tx, cases)).map((one) => [one.caseId, one]));
    const after = new Map<string, Erasure>();
    for (const { key, contract } of deliveries) {
      const known = after.get(key) ?? before.get(key);
      if (known === undefined) continue;
      after.set(key, withReceipt(known, contract.writer as SectionName));
    }
    await saveReceipts(
      tx,
      [...after.values()].filter((erasure) => erasure !== before.get(erasure.caseId)),
    );
  }
}
