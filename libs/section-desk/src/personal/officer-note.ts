import type { SectionName, TaskChangedSealed } from '@app/contracts';
import { Problem } from '@app/observability';
import {
  paddingIn,
  requireKey,
  sealPart,
  sealable,
  type CaseKeys,
  type KeyStore,
  type SealHeader,
} from '@app/privacy';

/** Where an officer's words about one change lie: bound to the task and its version, so that none can be put elsewhere. */
export const noteHeader = (
  section: SectionName,
  { caseId, taskId }: { caseId: string; taskId: string },
  version: number,
): SealHeader => ({
  caseId,
  writer: section,
  reader: 'life-events',
  type: `madoguchi.${section}.task-note.${taskId}`,
  sequence: version,
});

/** An officer's words with the key that they are sealed under: for the event, and for the section's own table. */
export class OfficerNote {
  private constructor(
    private readonly keys: CaseKeys,
    private readonly content: TaskChangedSealed,
  ) {}

  /**
   * To be called before the transaction. One round trip to the key store.
   * @throws Problem `case-erased` when the case was erased: nothing more can be written about it.
   */
  static async prepare(
    store: KeyStore,
    caseId: string,
    content: TaskChangedSealed,
  ): Promise<OfficerNote> {
    const keys = await store.issue([{ caseId, reader: 'life-events' }], 'case-work');
    if (keys.isErased(caseId)) throw new Problem('case-erased');
    return new OfficerNote(keys, content);
  }

  /** Codes of the items that the words are about; these are no secret. */
  get items(): string[] {
    return (this.content.items ?? []).map(({ item }) => item);
  }

  /** @param ward where the task lies: it says how the length is hidden */
  forEvent(ward: string): ReturnType<typeof sealable> {
    return sealable(this.keys, this.content, paddingIn(ward));
  }

  atRest(header: SealHeader, ward: string): string {
    return sealPart(requireKey(this.keys, header), header, this.content, paddingIn(ward));
  }
}
