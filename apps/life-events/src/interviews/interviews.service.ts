import { isDeepStrictEqual } from 'node:util';
import type { Principal } from '@app/auth';
import { Problem, type Clock } from '@app/observability';
import { UnitOfWork, type UnitOfWorkOptions } from '@app/persistence';
import { CaseErasedError, type KeyStore } from '@app/privacy';
import { CLOCK, KEY_STORE } from '@app/service-host';
import { Inject, Injectable } from '@nestjs/common';
import { v7 as uuidV7 } from 'uuid';
import { requireVersion } from '../features/case-version.js';
import {
  findInterview,
  findStarted,
  insertInterview,
  replaceState,
  type Reach,
  type StoredInterview,
} from '../persistence/interview.repository.js';
import type { InterviewState } from './interview-state.js';
import { interviewKey, openState, sealState } from './sealed-interview.js';

/** An interview, opened. In memory only. */
export interface Interview {
  readonly id: string;
  readonly version: number;
  readonly expiresAt: Date;
  /** The day on whose rules the result stands. */
  readonly today: string;
  readonly state: InterviewState;
}

export interface Started {
  readonly interview: Interview;
  /** The same request came before. */
  readonly replayed: boolean;
}

/** Time to look for papers and to ask at home; counted anew with each answer. */
const DAYS_KEPT = 14;
const DAY_MS = 86_400_000;

const isOfficer = ({ roles }: Principal): boolean =>
  roles.includes('officer') || roles.includes('supervisor');

/** The interviews of a citizen, or those that officers hold in their wards; nobody else's exist. */
@Injectable()
export class Interviews {
  constructor(
    private readonly uow: UnitOfWork,
    @Inject(KEY_STORE) private readonly keyStore: KeyStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws Problem `forbidden` for another ward than the officer's, `idempotency-key-reused` */
  async start(
    principal: Principal,
    idempotencyKey: string,
    state: InterviewState,
  ): Promise<Started> {
    const ward = state.start.ward.code5;
    if (isOfficer(principal) && !principal.wards.includes(ward)) throw new Problem('forbidden');
    const before = await this.startedBefore(principal, idempotencyKey, state);
    if (before !== undefined) return before;
    const id = uuidV7();
    const keys = await this.keyStore.issue([interviewKey(id)]);
    const { now, expiresAt } = this.times();
    const stored = await this.uow.run(
      this.sight(principal, [`${principal.sub} ${idempotencyKey}`]),
      async (tx) => {
        // Of two equal requests at once, the second one waited for the lock and finds the first.
        if ((await findStarted(tx, principal.sub, idempotencyKey)) !== undefined) return false;
        await insertInterview(tx, {
          id,
          subject: principal.sub,
          idempotencyKey,
          byOfficer: isOfficer(principal),
          ward,
          state: sealState(keys, id, 1, state),
          changedAt: now,
          expiresAt: expiresAt.toISOString(),
        });
        return true;
      },
    );
    if (stored) return { interview: this.opened(id, 1, expiresAt, state), replayed: false };
    const first = await this.startedBefore(principal, idempotencyKey, state);
    if (first === undefined) throw new Problem('idempotency-key-in-flight');
    return first;
  }

  /** @throws Problem `not-found`, also when it is somebody else's or has expired */
  async read(id: string, principal: Principal): Promise<Interview> {
    const stored = await this.uow.run(this.sight(principal), (tx) =>
      findInterview(tx, id, this.reach(principal)),
    );
    if (stored === undefined) throw new Problem('not-found');
    return this.open(stored);
  }

  /** @throws Problem `not-found`, `version-changed`, and what `change` throws */
  async change(
    id: string,
    principal: Principal,
    expectedVersion: number | null,
    change: (state: InterviewState) => InterviewState,
  ): Promise<Interview> {
    const before = await this.read(id, principal);
    requireVersion(before, expectedVersion);
    const state = change(before.state);
    if (state === before.state) return before;
    const version = before.version + 1;
    const { now, expiresAt } = this.times();
    const keys = await this.keyStore.open([interviewKey(id)]);
    const sealed = sealState(keys, id, version, state);
    const written = await this.uow.run(this.sight(principal, [id]), (tx) =>
      replaceState(tx, { id, version, state: sealed }, now, expiresAt.toISOString()),
    );
    if (!written) throw new Problem('version-changed');
    return this.opened(id, version, expiresAt, state);
  }

  private async startedBefore(
    principal: Principal,
    key: string,
    state: InterviewState,
  ): Promise<Started | undefined> {
    const found = await this.uow.run(this.sight(principal), (tx) =>
      findStarted(tx, principal.sub, key),
    );
    if (found === undefined) return undefined;
    const interview = await this.open(found);
    const same =
      isDeepStrictEqual(interview.state.start, state.start) &&
      isDeepStrictEqual(interview.state.fromRegister, state.fromRegister);
    if (!same) throw new Problem('idempotency-key-reused');
    return { interview, replayed: true };
  }

  private async open({ id, version, state, expires_at }: StoredInterview): Promise<Interview> {
    const keys = await this.keyStore.open([interviewKey(id)]);
    try {
      return this.opened(id, version, expires_at, openState(keys, id, version, state));
    } catch (error) {
      // Its key went first, its row is about to go.
      if (error instanceof CaseErasedError) throw new Problem('not-found');
      throw error;
    }
  }

  private opened(id: string, version: number, expiresAt: Date, state: InterviewState): Interview {
    return { id, version, expiresAt, today: this.clock.today(), state };
  }

  private sight(principal: Principal, keys: readonly string[] = []): UnitOfWorkOptions {
    return isOfficer(principal)
      ? { role: 'api', keys, wards: [...principal.wards] }
      : { role: 'intake', keys };
  }

  private reach(principal: Principal): Reach {
    const now = this.clock.now().toISOString();
    return isOfficer(principal) ? { now } : { subject: principal.sub, now };
  }

  private times(): { now: string; expiresAt: Date } {
    const now = this.clock.now();
    return { now: now.toISOString(), expiresAt: new Date(now.getTime() + DAYS_KEPT * DAY_MS) };
  }
}
