import { UnitOfWork, type UnitOfWorkOptions } from '@app/persistence';
import type { KeyPurpose, KeyStore } from '@app/privacy';
import { KEY_STORE } from '@app/service-host';
import { Inject, Injectable } from '@nestjs/common';
import { readPiece } from './attachment.repository.js';
import { CONTENT_READER, openPiece, type ContentOf } from './sealed-content.js';

/** A piece is not there: the content was destroyed or erased, or is not for who asks. */
export class ContentGoneError extends Error {
  override readonly name = 'ContentGoneError';
  readonly code = 'attachment-gone';
  readonly loggable = true;
}

/** Reads contents piece by piece: no more than one is in memory, and no connection is held between two. */
@Injectable()
export class ContentReader {
  constructor(
    private readonly uow: UnitOfWork,
    @Inject(KEY_STORE) private readonly keys: KeyStore,
  ) {}

  /** @throws ContentGoneError, CaseErasedError, SealError; whatever came before is part of the content */
  async *pieces(
    of: ContentOf,
    { as, purpose }: { readonly as: UnitOfWorkOptions; readonly purpose: KeyPurpose },
  ): AsyncGenerator<Buffer> {
    const { id, caseId, pieces } = of;
    const ref = { caseId, writer: CONTENT_READER, reader: CONTENT_READER };
    for (let place = 1; place <= pieces; place++) {
      const keys = await this.keys.open([ref], purpose);
      const sealed = await this.uow.run(as, (tx) => readPiece(tx, id, place));
      if (sealed === undefined) throw new ContentGoneError('A piece of the attachment is gone.');
      yield openPiece(keys, of, place, sealed);
    }
  }
}
