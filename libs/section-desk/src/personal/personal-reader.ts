import type { SectionName, TaskChangedSealed } from '@app/contracts';
import type { Logger } from '@app/observability';
import { openParts, type KeyStore, type OpenedPart, type StoredPart } from '@app/privacy';
import { KEY_STORE, LOGGER } from '@app/service-host';
import { Inject, Injectable } from '@nestjs/common';
import { SECTION } from '../section-token.js';
import type { NoteOfTask, PartOfTask } from '../persistence/read-task.repository.js';
import { noteHeader } from './officer-note.js';
import { personalOf, storedPart, type Personal, type ReceivedContent } from './personal-parts.js';

export interface OpenedTask {
  readonly personal: Personal;
  /** In the order of the notes. */
  readonly notes: readonly OpenedPart<TaskChangedSealed>[];
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
    const own = notes.map(({ version, jwe }): StoredPart => ({
      jwe,
      expected: noteHeader(this.section, task, version),
    }));
    const opened = await this.open([...this.received(parts), ...own]);
    // What lies behind each part is known by its place: first those received, then the own notes.
    const received = opened.slice(0, parts.length) as OpenedPart<ReceivedContent>[];
    return {
      personal: personalOf(parts, received).get(task.taskId) ?? UNREADABLE,
      notes: opened.slice(parts.length) as OpenedPart<TaskChangedSealed>[],
    };
  }

  private received(parts: readonly PartOfTask[]): StoredPart[] {
    return parts.map((part) => storedPart(this.section, part));
  }

  private async open<T>(stored: readonly StoredPart[]): Promise<OpenedPart<T>[]> {
    const opened = await openParts<T>(this.keys, stored);
    opened.forEach((part, index) => {
      if (part.state !== 'refused') return;
      const { caseId, type: eventType, sequence } = stored[index]!.expected;
      this.logger.error(
        { caseId, eventType, sequence, err: part.error },
        'A sealed part cannot be opened',
      );
    });
    return opened;
  }
}
