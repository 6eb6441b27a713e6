import { AccessRecorder } from '@app/audit';
import type { Access } from '@app/auth';
import { Problem, type Clock } from '@app/observability';
import { UnitOfWork, type Tx } from '@app/persistence';
import type { CaseKeys, KeyStore } from '@app/privacy';
import {
  CLOCK,
  FILES,
  KEY_STORE,
  readFileForm,
  type FileSettings,
  type FormRequest,
} from '@app/service-host';
import { Inject, Injectable } from '@nestjs/common';
import { createHash } from 'node:crypto';
import { stringify } from 'uuid';
import { viewOfAttachment, type AttachmentDto } from '../../attachments/attachment.dto.js';
import {
  countAttachments,
  findAttachment,
  insertAttachment,
  insertPiece,
} from '../../attachments/attachment.repository.js';
import { CONTENT_READER, piecesFor, sealPiece } from '../../attachments/sealed-content.js';
import {
  TasksWithAttachments,
  readingAs,
  type TaskRef,
  type TaskWithAttachments,
} from '../../attachments/tasks-with-attachments.js';
import { MOST_ATTACHMENTS, isEnded } from '../../domain/attachment.js';
import { Fingerprints } from '../../idempotency/fingerprints.js';
import { once } from '../../idempotency/once.js';
import { checkFile, type CheckedFile } from './check-file.js';
import { UploadSlots } from './upload-slots.js';

export interface AttachmentRequest extends TaskRef {
  readonly access: Access;
  readonly idempotencyKey: string;
  readonly form: FormRequest;
}

export interface Added {
  readonly attachment: AttachmentDto;
  /** The answer was given before. */
  readonly replayed: boolean;
}

@Injectable()
export class AddAttachmentService {
  private readonly slots = new UploadSlots();

  constructor(
    private readonly uow: UnitOfWork,
    private readonly accesses: AccessRecorder,
    private readonly tasks: TasksWithAttachments,
    private readonly fingerprints: Fingerprints,
    @Inject(KEY_STORE) private readonly keys: KeyStore,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(FILES) private readonly files: FileSettings,
  ) {}

  /** Stores the file, sealed and unread, and returns after COMMIT. Nothing of the body is read for who may not attach it. */
  async add(request: AttachmentRequest): Promise<Added> {
    const { access, form } = request;
    const { caseId, task } = await this.uow.run(readingAs(access), (tx) =>
      this.openTask(tx, request),
    );
    return this.slots.during(access.sub, async () => {
      const file = await checkFile(await readFileForm(form, this.files.maxBytes), task);
      const keys = await this.keys.issue([{ caseId, reader: CONTENT_READER }], 'own-case');
      return this.store(request, { caseId, file, keys });
    });
  }

  private async store(
    request: AttachmentRequest,
    content: { readonly caseId: string; readonly file: CheckedFile; readonly keys: CaseKeys },
  ): Promise<Added> {
    const { access, applicationId, taskId, idempotencyKey: key } = request;
    const { caseId, file } = content;
    const fingerprint = await this.fingerprintOf(request, file);
    const id = idFrom(fingerprint);
    return this.uow.run({ role: 'intake', keys: [caseId] }, async (tx) => {
      const use = { subject: access.sub, key, fingerprint, applicationId };
      const { replayed } = await once(tx, use, async () => {
        await this.openTask(tx, request);
        await this.insert(tx, request, { ...content, id });
      });
      const stored = await findAttachment(tx, { applicationId, taskId, id });
      if (stored === undefined) throw new Problem('case-erased');
      this.accesses.granted(tx, { caseId, recordId: id });
      return { attachment: viewOfAttachment(stored), replayed };
    });
  }

  private async openTask(tx: Tx, request: AttachmentRequest): Promise<TaskWithAttachments> {
    const found = await this.tasks.findIn(tx, request.access, request);
    if (isEnded(found.task)) throw new Problem('already-ended');
    return found;
  }

  private async insert(
    tx: Tx,
    { applicationId, taskId }: TaskRef,
    { id, caseId, file, keys }: { id: string; caseId: string; file: CheckedFile; keys: CaseKeys },
  ): Promise<void> {
    if ((await countAttachments(tx, applicationId)) >= MOST_ATTACHMENTS)
      throw new Problem('too-many-attachments');
    const { document, mediaType, content } = file;
    const pieces = piecesFor(content.length);
    const receivedAt = this.clock.now().toISOString();
    await insertAttachment(tx, {
      id,
      applicationId,
      taskId,
      document,
      mediaType,
      pieces,
      receivedAt,
    });
    // One after the other: only one sealed piece beside the file is in memory.
    for (let place = 1; place <= pieces; place++)
      await insertPiece(tx, id, place, sealPiece(keys, { id, caseId, pieces }, place, content));
  }

  private fingerprintOf(request: AttachmentRequest, file: CheckedFile): Promise<Buffer> {
    const { applicationId, taskId, idempotencyKey } = request;
    return this.fingerprints.of(`attach ${applicationId} ${taskId}`, {
      idempotencyKey,
      document: file.document,
      content: createHash('sha256').update(file.content).digest('base64url'),
    });
  }
}

/** A UUID of our own making (RFC 9562, version 8): the same request has the same attachment, also when its answer was lost. */
function idFrom(fingerprint: Buffer): string {
  const bytes = Uint8Array.from(fingerprint.subarray(0, 16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return stringify(bytes);
}
