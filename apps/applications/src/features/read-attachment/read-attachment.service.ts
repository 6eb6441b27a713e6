import { AccessRecorder } from '@app/audit';
import type { Access } from '@app/auth';
import { Problem } from '@app/observability';
import { UnitOfWork } from '@app/persistence';
import { Injectable } from '@nestjs/common';
import { Readable } from 'node:stream';
import { findAttachment } from '../../attachments/attachment.repository.js';
import { ContentReader } from '../../attachments/content-reader.js';
import type { MediaType } from '../../attachments/real-type.js';
import {
  TasksWithAttachments,
  readingAs,
  type TaskRef,
} from '../../attachments/tasks-with-attachments.js';
import { isDestroyed, type AttachmentState } from '../../domain/attachment.js';

export interface OpenedAttachment {
  readonly mediaType: MediaType;
  readonly content: Readable;
}

@Injectable()
export class ReadAttachmentService {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly accesses: AccessRecorder,
    private readonly tasks: TasksWithAttachments,
    private readonly contents: ContentReader,
  ) {}

  /**
   * Opens what was found clean; the access is written down before the first byte leaves.
   * @throws Problem `not-found`, `case-erased`, `attachment-not-checked`, `attachment-destroyed`
   */
  async open(access: Access, ref: TaskRef & { readonly id: string }): Promise<OpenedAttachment> {
    const as = readingAs(access);
    const { caseId, isOwn, found } = await this.uow.run(as, async (tx) => {
      const task = await this.tasks.findIn(tx, access, ref);
      const attachment = await findAttachment(tx, ref);
      if (attachment === undefined) throw new Problem('not-found');
      refuseUnread(attachment.state);
      this.accesses.granted(tx, { caseId: task.caseId, recordId: ref.id });
      return { ...task, found: attachment };
    });
    const of = { id: ref.id, caseId, pieces: found.pieces };
    const purpose = isOwn ? ('own-case' as const) : ('case-work' as const);
    const pieces = this.contents.pieces(of, { as, purpose });
    // The first before the answer begins: what is not there then is still a proper refusal.
    const first = await pieces.next();
    return { mediaType: found.media_type, content: Readable.from(following(first, pieces)) };
  }
}

async function* following(
  first: IteratorResult<Buffer>,
  others: AsyncGenerator<Buffer>,
): AsyncGenerator<Buffer> {
  if (first.done !== true) yield first.value;
  yield* others;
}

function refuseUnread(state: AttachmentState): void {
  if (isDestroyed(state)) throw new Problem('attachment-destroyed');
  if (state !== 'CLEAN') throw new Problem('attachment-not-checked');
}
