import { SECTION_CONTRACTS, type SectionName } from '@app/contracts';
import type { Outbox } from '@app/messaging';
import type { Tx } from '@app/persistence';
import { orderedErasure } from '../../domain/erasure.js';
import { insertErasures, type NewErasure } from '../../persistence/erasure.repository.js';

export interface CaseToErase {
  readonly caseId: string;
  readonly sections: readonly SectionName[];
  readonly documentClass: string;
  readonly dueOn: string;
}

export type ErasureOrder = Pick<NewErasure, 'cause' | 'orderedBy' | 'approvalId' | 'orderedAt'>;

/** Begins the erasure of cases, under their locks: a record of each, and the order to each section that had a task. */
export async function orderErasures(
  tx: Tx,
  outbox: Outbox,
  cases: readonly CaseToErase[],
  order: ErasureOrder,
): Promise<void> {
  const erasures = cases.map(({ caseId, sections, documentClass, dueOn }) => ({
    ...orderedErasure(caseId, sections),
    ...{ documentClass, dueOn, ...order },
  }));
  await insertErasures(tx, erasures);
  for (const { caseId, awaited } of erasures)
    for (const section of awaited)
      outbox.add(tx, SECTION_CONTRACTS[section].eraseCase, { key: caseId, data: { caseId } });
}
