import { Outbox, faultOf } from '@app/messaging';
import { Problem } from '@app/observability';
import { UnitOfWork, UnknownOutcomeError, type Tx } from '@app/persistence';
import { Injectable } from '@nestjs/common';
import { timingSafeEqual } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { keyInFlight } from '../../idempotency/keys-in-flight.js';
import { settleEach } from '../../intake/settle-each.js';
import { findUses, insertFilings, type NewFiling, type Use } from './filing.repository.js';
import { acceptedOf, type Submitted } from './submitted.js';

/** A refusal is an answer like any other: what else was in the transaction is written all the same. */
export type Answer = Submitted | Problem;

const ROUNDS = 5;
const FIRST_PAUSE_MS = 50;

/** Writes many filings in one transaction, and tells each one's own outcome after COMMIT. */
@Injectable()
export class FilingStore {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly outbox: Outbox,
  ) {}

  /** A filing that PostgreSQL refuses is rejected with that error; what is not a filing's fault rejects all. */
  store(filings: readonly NewFiling[]): Promise<PromiseSettledResult<Answer>[]> {
    return settleEach(filings, (part) => this.storeTogether(part), isOfSome);
  }

  /**
   * A connection that dies in or before COMMIT leaves behind a transaction that may still be there for a moment, holding its
   * keys or even succeeding. So the same ids are tried again until the keys answer.
   */
  private async storeTogether(filings: readonly NewFiling[]): Promise<Answer[]> {
    const answers = new Map<NewFiling, Answer>();
    let open = filings;
    for (let round = 1; open.length > 0; round++) {
      if (round > 1) await wait(FIRST_PAUSE_MS * 2 ** (round - 2));
      open = await this.round(open, answers, { first: round === 1, last: round === ROUNDS });
    }
    return filings.map((filing) => answers.get(filing) ?? keyInFlight());
  }

  /** Answers what it can and returns what is to be tried again. */
  private async round(
    filings: readonly NewFiling[],
    answers: Map<NewFiling, Answer>,
    { first, last }: { first: boolean; last: boolean },
  ): Promise<NewFiling[]> {
    let runs = 0;
    try {
      const found = await this.uow.run({ role: 'intake', keys: [] }, (tx) => {
        runs += 1;
        return this.write(tx, filings);
      });
      const heldByUs = !last && (!first || runs > 1);
      const again = filings.filter((_, index) => heldByUs && found[index] === undefined);
      filings.forEach((filing, index) => answers.set(filing, found[index] ?? keyInFlight()));
      return again;
    } catch (error) {
      if (last || !(error instanceof UnknownOutcomeError)) throw error;
      return [...filings];
    }
  }

  /** Undefined where another transaction works on the key. */
  private async write(tx: Tx, filings: readonly NewFiling[]): Promise<(Answer | undefined)[]> {
    const places = await insertFilings(tx, this.outbox, filings);
    const lost = filings.filter((_, index) => places[index] === 'used');
    const uses = lost.length === 0 ? [] : await findUses(tx, lost);
    const useOf = new Map(uses.map((use) => [nameOf(use.subject, use.key), use]));
    return filings.map((filing, index) => {
      if (places[index] === 'held') return undefined;
      if (places[index] === 'stored') return acceptedOf(filing.application, false);
      return answerOf(filing, useOf.get(nameOf(filing.application.subject, filing.key)));
    });
  }
}

/** Once the key is used: the first answer again for the same body, whoever asks. */
function answerOf({ application, fingerprint }: NewFiling, use: Use | undefined): Answer {
  if (use === undefined)
    return new Problem('internal', { cause: new Error('a used key has no application') });
  if (!timingSafeEqual(use.fingerprint, fingerprint)) return new Problem('idempotency-key-reused');
  const { application_id: id, case_id: caseId, reference } = use;
  // Its own ids: the COMMIT whose answer was lost did arrive.
  return acceptedOf({ id, caseId, reference }, id !== application.id);
}

const nameOf = (subject: string, key: string): string => `${subject}\n${key}`;

/** PostgreSQL found fault with the content of a row. */
export function isRefusedRow(error: unknown): boolean {
  const { whose, from } = faultOf(error, undefined);
  return from === 'database' && whose === 'record';
}

/** Too much at once may be too much of one: that is found out in the same way. */
function isOfSome(error: unknown): boolean {
  return isRefusedRow(error) || faultOf(error, undefined).whose === 'load';
}
