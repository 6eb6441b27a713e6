import { Problem } from '@app/observability';
import type { Tx } from '@app/persistence';
import { Injectable } from '@nestjs/common';
import { timingSafeEqual } from 'node:crypto';
import { Fingerprints } from '../../idempotency/fingerprints.js';
import { ownerOfErased } from '../../persistence/erase-applications.repository.js';

/** Knows of an erased application only whether somebody was its owner. */
@Injectable()
export class ErasedApplications {
  constructor(private readonly fingerprints: Fingerprints) {}

  /** Another one for each application, so that two of the same person cannot be told to be so. */
  ownerDigest(applicationId: string, subject: string): Promise<Buffer> {
    return this.fingerprints.of(`owner ${applicationId}`, { subject });
  }

  /** Why an application cannot be found: `case-erased` for who was its owner, `not-found` for everybody else. */
  async whyNotFound(tx: Tx, id: string, subject: string): Promise<Problem> {
    const owner = await ownerOfErased(tx, id);
    const own = owner !== undefined && timingSafeEqual(owner, await this.ownerDigest(id, subject));
    return new Problem(own ? 'case-erased' : 'not-found');
  }
}
