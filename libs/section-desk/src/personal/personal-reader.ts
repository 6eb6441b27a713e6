import {
  SECTION_CONTRACTS,
  type EventContract,
  type SectionName,
  type TaskChangedSealed,
} from '@app/contracts';
import type { Logger } from '@app/observability';
import { openParts, type KeyStore, type StoredPart } from '@app/privacy';
import { KEY_STORE, LOGGER } from '@app/service-host';
import { Inject, Injectable } from '@nestjs/common';
import { SECTION } from '../section-token.js';
import type { NoteOfTask, PartOfTask } from '../persistence/read-task.repository.js';
import { noteHeader } from './officer-note.js';
import {
  fittingPart,
  personalOf,
  storedPart,
  type Personal,
  type ReadPart,
  type ReceivedContent,
} from './personal-parts.js';

export interface OpenedTask {
  readonly personal: Personal;
  /** In the order of the notes. */
  readonly notes: readonly ReadPart<TaskChangedSealed>[];
}

/** A stored part and the contract that its content has to fit. */
interface LaidDown extends StoredPart {
  readonly contract: Pick<EventContract, 'type' | 'sealedSchema'>;
}

/** What stands for a task whose sealed part is not there at all. */
export const UNREADABLE: Personal = {
  readability: 'unreadable',
  identities: [],
  facts: {},
  answers: new Map(),
};

/** Opens what lies sealed, after the transaction that read it, with one round trip to the key store per call. */
@Injectable()
export class PersonalReader {
  constructor(
    @Inject(KEY_STORE) private readonly keys: KeyStore,
    @Inject(SECTION) private readonly section: SectionName,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  async openPage(parts: readonly PartOfTask[]): Promise<Map<string, Personal>> {
    if (parts.length === 0) return new Map();
    return personalOf(parts, await this.open<ReceivedContent>(this.received(parts)));
  }

  async openTask(
    task: { readonly caseId: string; readonly taskId: string },
    parts: readonly PartOfTask[],
    notes: readonly NoteOfTask[],
  ): Promise<OpenedTask> {
    // What the section keeps of an officer's words is what it told life-events.
    const contract = SECTION_CONTRACTS[this.section].taskChanged;
    const own = notes.map(({ version, jwe }): LaidDown => ({
      jwe,
      expected: noteHeader(this.section, task, version),
      contract,
    }));
    const opened = await this.open([...this.received(parts), ...own]);
    // What lies behind each part is known by its place: first those received, then the own notes.
    const received = opened.slice(0, parts.length) as ReadPart<ReceivedContent>[];
    return {
      personal: personalOf(parts, received).get(task.taskId) ?? UNREADABLE,
      notes: opened.slice(parts.length) as ReadPart<TaskChangedSealed>[],
    };
  }

  private received(parts: readonly PartOfTask[]): LaidDown[] {
    const { openTasks, supplyCorrection } = SECTION_CONTRACTS[this.section];
    return parts.map((part) => ({
      ...storedPart(this.section, part),
      contract: part.type === openTasks.type ? openTasks : supplyCorrection,
    }));
  }

  private async open<T>(stored: readonly LaidDown[]): Promise<ReadPart<T>[]> {
    const opened = await openParts<T>(this.keys, stored, 'case-work');
    return opened.map((part, index) => {
      const { contract, expected } = stored[index]!;
      const read = fittingPart(contract, part);
      if (read.state === 'refused') this.report(expected, read.error);
      return read;
    });
  }

  private report(expected: StoredPart['expected'], err: Error): void {
    const { caseId, type: eventType, sequence } = expected;
    this.logger.error({ caseId, eventType, sequence, err }, 'A sealed part cannot be opened');
  }
}
