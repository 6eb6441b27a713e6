import { ApplicationSubmittedV1, type Filing } from '@app/contracts';
import { Outbox } from '@app/messaging';
import { Problem } from '@app/observability';
import {
  paddingIn,
  requireKey,
  sealPart,
  type CaseKeys,
  type KeyStore,
  type SealHeader,
} from '@app/privacy';
import { KEY_STORE } from '@app/service-host';
import { Inject, Injectable } from '@nestjs/common';
import { Admission } from '../../intake/admission.js';
import { GroupQueue } from '../../intake/group-queue.js';
import type { NewApplication } from '../../persistence/application.repository.js';
import { Protections, wardUnder } from '../../protections/protections.js';
import { FilingStore, isRefusedRow, type Answer } from './filing-store.js';
import type { NewFiling } from './filing.repository.js';

/** A filing that was checked and has its ids; not sealed yet. */
export interface PreparedFiling {
  readonly key: string;
  readonly fingerprint: Buffer;
  readonly application: Omit<NewApplication, 'filing'>;
  readonly filing: Filing;
  readonly chosenProcedures: string[];
  /** Blind indexes of everybody whom the filing names. */
  readonly personIndex: readonly number[];
  readonly requestId: string | null;
}

const MAX_GROUP = 200;
const MAX_IN_FLIGHT = 2;
const READER = 'life-events' as const;
const RETRY_AFTER = { 'retry-after': '2' };

/**
 * Filings that come at the same time share one trip to the key store and one transaction. While one group is stored,
 * another is sealed.
 */
@Injectable()
export class FilingIntake {
  private readonly queue = new GroupQueue<PreparedFiling, Answer>({
    maxGroup: MAX_GROUP,
    maxInFlight: MAX_IN_FLIGHT,
    settle: (group) => this.settle(group),
  });

  constructor(
    private readonly store: FilingStore,
    private readonly outbox: Outbox,
    private readonly admission: Admission,
    private readonly protections: Protections,
    @Inject(KEY_STORE) private readonly keys: KeyStore,
  ) {}

  /** Answers after COMMIT. Goes on when the client has gone: what was begun is stored. */
  add(filing: PreparedFiling): Promise<Answer> {
    return this.queue.add(filing);
  }

  private async settle(group: readonly PreparedFiling[]): Promise<PromiseSettledResult<Answer>[]> {
    const keys = await this.issueKeys(group);
    const protections = await this.protectionsNow();
    // One that cannot be sealed fails alone.
    const sealed = await Promise.allSettled(
      group.map((filing) => Promise.try(() => this.seal(keys, protections, filing))),
    );
    const ready = sealed.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    const stored = await this.store.store(ready);
    let next = 0;
    return sealed.map((one) => (one.status === 'rejected' ? one : this.judged(stored[next++]!)));
  }

  private async issueKeys(group: readonly PreparedFiling[]): Promise<CaseKeys> {
    const pairs = group.map(({ application: { caseId } }) => ({ caseId, reader: READER }));
    try {
      return await this.keys.issue(pairs, 'filing');
    } catch (cause) {
      throw this.away('keys-unavailable', cause);
    }
  }

  /** Before anything else is made of a filing: where it lies depends on whom it names. */
  private async protectionsNow(): Promise<ReadonlySet<number>> {
    try {
      return await this.protections.current();
    } catch (cause) {
      throw this.away('database-unavailable', cause);
    }
  }

  /** Before the transaction: the case is new, so its first event has the sequence 1. */
  private seal(
    keys: CaseKeys,
    protections: ReadonlySet<number>,
    prepared: PreparedFiling,
  ): NewFiling {
    const { key, fingerprint, chosenProcedures, personIndex, requestId } = prepared;
    const ward = wardUnder(protections, prepared.application.ward, personIndex);
    const application = { ...prepared.application, ward };
    const {
      id: applicationId,
      caseId,
      reference,
      lifeEvent,
      intakeDate,
      submittedAt,
    } = application;
    const header: SealHeader = {
      caseId,
      writer: 'applications',
      reader: READER,
      type: ApplicationSubmittedV1.type,
      sequence: 1,
    };
    const filing = sealPart(requireKey(keys, header), header, prepared.filing, paddingIn(ward));
    const event = this.outbox.first(ApplicationSubmittedV1, {
      key: caseId,
      data: {
        applicationId,
        caseId,
        reference,
        ward,
        lifeEvent,
        intakeDate,
        chosenProcedures,
        submittedAt,
      },
      sealed: { seal: () => filing },
    });
    return { key, fingerprint, application: { ...application, filing }, event, requestId };
  }

  /** What is nobody's own fault is the system's: come again. */
  private judged(outcome: PromiseSettledResult<Answer>): PromiseSettledResult<Answer> {
    if (outcome.status === 'fulfilled' || isRefusedRow(outcome.reason)) return outcome;
    return { status: 'rejected', reason: this.away('database-unavailable', outcome.reason) };
  }

  private away(code: 'database-unavailable' | 'keys-unavailable', cause: unknown): Problem {
    this.admission.pause(code);
    return new Problem(code, { cause, headers: RETRY_AFTER });
  }
}
