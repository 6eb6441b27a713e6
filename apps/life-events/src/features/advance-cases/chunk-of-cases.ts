import { PROTECTED_WARD } from '@app/contracts';
import type { Delivery } from '@app/messaging';
import { CaseWork } from '../../cases/case-work.js';
import type { FiledContent } from '../../cases/filed-content.js';
import { ContradictionError } from '../../domain/contradiction.error.js';
import type { ReceivedFiling } from '../../persistence/filing.repository.js';
import type { LoadedCase } from '../../persistence/load-cases.repository.js';
import type { CaseChange } from '../../persistence/save-cases.repository.js';
import type { StoredFiling } from './stored-filings.js';

/** The cases of one chunk while they are decided about in memory. */
export class ChunkOfCases {
  readonly filings: ReceivedFiling[] = [];
  private readonly works = new Map<string, CaseWork>();
  private readonly filed: Map<string, StoredFiling>;

  constructor(
    loaded: readonly LoadedCase[],
    filed: ReadonlyMap<string, StoredFiling>,
    /** Indexes of protected persons, as far as new filings of this chunk name any. */
    private readonly protectedIndexes: ReadonlySet<number>,
    readonly at: string,
  ) {
    this.filed = new Map(filed);
    for (const { stored } of loaded)
      this.works.set(stored.state.caseId, new CaseWork(stored.state.caseId, stored));
  }

  /** Only a tombstone is left of it. */
  isErased(caseId: string): boolean {
    return this.works.get(caseId)?.before?.erasedAt != null;
  }

  /** @throws ContradictionError when the record lies under the key of one case and speaks of another */
  workOn(delivery: Delivery): CaseWork {
    const { caseId } = delivery.data as { caseId: string };
    if (caseId !== delivery.key) throw new ContradictionError('fact-of-another-case', caseId);
    const work = this.works.get(delivery.key) ?? new CaseWork(delivery.key, undefined);
    this.works.set(delivery.key, work);
    work.traceparent = delivery.traceparent;
    return work;
  }

  /** Where a new case lies; what applications have found protected stays so. */
  wardFor(ward: string, personIndex: readonly number[]): string {
    return personIndex.some((each) => this.protectedIndexes.has(each)) ? PROTECTED_WARD : ward;
  }

  /** Cases that were there before and name somebody new now. */
  namingOthers(): CaseWork[] {
    return [...this.works.values()].filter(
      ({ before, state }) =>
        before !== undefined && state?.personIndex !== before.state.personIndex,
    );
  }

  /** @throws when nothing readable was filed for this case */
  filedOf(caseId: string): FiledContent {
    const stored = this.filed.get(caseId);
    if (stored === undefined) throw new Error('The filing of this case was not loaded.');
    if ('error' in stored) throw stored.error;
    return stored.filed;
  }

  /** Keeps a sealed part that has been taken in, and what it makes of the filing. */
  keep(
    { key, sequence, contract, sealed = '' }: Delivery,
    filed: FiledContent,
    brings: Pick<ReceivedFiling, 'bringsRequest' | 'bringsIdentities'>,
  ): void {
    this.filed.set(key, { filed });
    this.filings.push({
      caseId: key,
      sequence,
      type: contract.type,
      jwe: sealed,
      ...brings,
      receivedAt: this.at,
    });
  }

  /** Every case that came to something, with its new version where there is one. */
  outcomes(): { work: CaseWork; change: CaseChange | undefined }[] {
    return [...this.works.values()]
      .map((work) => ({ work, change: work.change(this.at) }))
      .filter(({ work, change }) => change !== undefined || work.commands.length > 0);
  }
}
