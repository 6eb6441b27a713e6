import { PROTECTED_WARD } from '@app/contracts';
import { UnitOfWork, UnknownOutcomeError } from '@app/persistence';
import { Injectable } from '@nestjs/common';
import { indexesInForce } from './protection.repository.js';

const FRESH_MS = 1_000;
const READ_ROUNDS = 5;

/**
 * Whom the resident section protects (支援措置), by blind indexes, read anew at most once a second and process: a filing
 * that names one of them never shows where it was filed, from its first row on. What came in before the protection did,
 * life-events moves.
 */
@Injectable()
export class Protections {
  private known:
    { readonly indexes: Promise<ReadonlySet<number>>; readonly at: number } | undefined;

  constructor(private readonly uow: UnitOfWork) {}

  /** Never older than a second. @throws what reading them threw: who cannot know must not take anything in */
  async current(): Promise<ReadonlySet<number>> {
    const now = performance.now();
    if (this.known === undefined || now - this.known.at >= FRESH_MS)
      this.known = { indexes: this.read(), at: now };
    const { known } = this;
    try {
      return await known.indexes;
    } catch (error) {
      if (this.known === known) this.known = undefined;
      throw error;
    }
  }

  /** Whose COMMIT brought no answer has read all the same, but nobody can tell what: it is read again. */
  private async read(rounds = READ_ROUNDS): Promise<ReadonlySet<number>> {
    try {
      return await this.uow.run({ role: 'intake', keys: [] }, indexesInForce);
    } catch (error) {
      if (rounds === 1 || !(error instanceof UnknownOutcomeError)) throw error;
      return this.read(rounds - 1);
    }
  }

  /** They have changed in this very process. */
  forget(): void {
    this.known = undefined;
  }
}

/** Where a filing lies that names these persons. */
export const wardUnder = (
  protections: ReadonlySet<number>,
  ward: string,
  personIndex: readonly number[],
): string => (personIndex.some((each) => protections.has(each)) ? PROTECTED_WARD : ward);
