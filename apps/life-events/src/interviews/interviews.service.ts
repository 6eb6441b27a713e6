import { isDeepStrictEqual } from 'node:util';
import { permits, requirePermitted, wardsOf, type Access } from '@app/auth';
import { AccessRecorder } from '@app/audit';
import { Problem, type Clock } from '@app/observability';
import { UnitOfWork, type Tx, type UnitOfWorkOptions } from '@app/persistence';
import { CaseErasedError, type KeyStore } from '@app/privacy';
import type { RetentionPlan } from '@app/retention';
import { CLOCK, KEY_STORE, RETENTION } from '@app/service-host';
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
  /** It is about to expire, and whoever reads it is told so. */
  readonly warned: boolean;
  /** The day on whose rules the result stands. */
  readonly today: string;
  readonly state: InterviewState;
}

export interface Started {
  readonly interview: Interview;
  /** The same request came before. */
  readonly replayed: boolean;
}

const DAY_MS = 86_400_000;

const isOfficer = ({ role }: Access): boolean => role !== 'citizen';

type Standing = Pick<StoredInterview, 'id' | 'version' | 'expires_at' | 'warned_at'>;

/** Of officers' interviews nobody is the owner: whoever serves people in the ward goes on with them. */
const attributesOf = ({ subject, by_officer: byOfficer, ward }: StoredInterview) =>
  byOfficer ? { ward } : { owner: subject };

/** The interviews of a citizen, or those that officers hold in their wards; nobody else's exist. */
@Injectable()
export class Interviews {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly accesses: AccessRecorder,
    @Inject(KEY_STORE) private readonly keyStore: KeyStore,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(RETENTION) private readonly plan: RetentionPlan,
  ) {}

  /** @throws Problem `forbidden` for another ward than the officer's, `idempotency-key-reused` */
  async start(access: Access, idempotencyKey: string, state: InterviewState): Promise<Started> {
    const ward = state.start.ward.code5;
    if (!permits(access, { owner: access.sub, ward })) throw new Problem('forbidden');
    const before = await this.startedBefore(access, idempotencyKey, state);
    if (before !== undefined) return before;
    const id = uuidV7();
    const keys = await this.keyStore.issue([interviewKey(id)], 'interview');
    const { now, expiresAt } = this.times();
    const stored = await this.uow.run(
      this.sight(access, [`${access.sub} ${idempotencyKey}`]),
      async (tx) => {
        // Of two equal requests at once, the second one waited for the lock and finds the first.
        if ((await findStarted(tx, access.sub, idempotencyKey)) !== undefined) return false;
        await insertInterview(tx, {
          id,
          subject: access.sub,
          idempotencyKey,
          byOfficer: isOfficer(access),
          ward,
          state: sealState(keys, id, 1, state),
          changedAt: now,
          expiresAt: expiresAt.toISOString(),
        });
        this.accesses.granted(tx, { recordId: id });
        return true;
      },
    );
    if (stored)
      return {
        interview: this.opened({ id, version: 1, expires_at: expiresAt, warned_at: null }, state),
        replayed: false,
      };
    const first = await this.startedBefore(access, idempotencyKey, state);
    if (first === undefined) throw new Problem('idempotency-key-in-flight');
    return first;
  }

  /** @throws Problem `not-found`, also when it is somebody else's or has expired */
  async read(id: string, access: Access): Promise<Interview> {
    const stored = await this.uow.run(this.sight(access), async (tx) => {
      const found = await this.findIn(tx, id, access);
      this.accesses.granted(tx, { recordId: id });
      return found;
    });
    return this.open(stored);
  }

  /** @throws Problem `not-found`, `version-changed`, and what `change` throws */
  async change(
    id: string,
    access: Access,
    expectedVersion: number | null,
    change: (state: InterviewState) => InterviewState,
  ): Promise<Interview> {
    const found = await this.uow.run(this.sight(access), (tx) => this.findIn(tx, id, access));
    const before = await this.open(found);
    requireVersion(before, expectedVersion);
    const state = change(before.state);
    if (state === before.state) return before;
    const version = before.version + 1;
    const { now, expiresAt } = this.times();
    const keys = await this.keyStore.open([interviewKey(id)], 'interview');
    const sealed = sealState(keys, id, version, state);
    const written = await this.uow.run(this.sight(access, [id]), (tx) => {
      this.accesses.granted(tx, { recordId: id });
      return replaceState(tx, { id, version, state: sealed }, now, expiresAt.toISOString());
    });
    if (!written) throw new Problem('version-changed');
    return this.opened({ id, version, expires_at: expiresAt, warned_at: null }, state);
  }

  private async findIn(tx: Tx, id: string, access: Access): Promise<StoredInterview> {
    const stored = await findInterview(tx, id, this.reach(access));
    if (stored === undefined) throw new Problem('not-found');
    requirePermitted(access, attributesOf(stored));
    return stored;
  }

  private async startedBefore(
    access: Access,
    key: string,
    state: InterviewState,
  ): Promise<Started | undefined> {
    const found = await this.uow.run(this.sight(access), (tx) => findStarted(tx, access.sub, key));
    if (found === undefined) return undefined;
    const interview = await this.open(found);
    const same =
      isDeepStrictEqual(interview.state.start, state.start) &&
      isDeepStrictEqual(interview.state.fromRegister, state.fromRegister);
    if (!same) throw new Problem('idempotency-key-reused');
    return { interview, replayed: true };
  }

  private async open(stored: StoredInterview): Promise<Interview> {
    const { id, version, state } = stored;
    const keys = await this.keyStore.open([interviewKey(id)], 'interview');
    try {
      return this.opened(stored, openState(keys, id, version, state));
    } catch (error) {
      // Its key went first, its row is about to go.
      if (error instanceof CaseErasedError) throw new Problem('not-found');
      throw error;
    }
  }

  private opened(stored: Standing, state: InterviewState): Interview {
    const { id, version, expires_at: expiresAt, warned_at: warnedAt } = stored;
    return { id, version, expiresAt, warned: warnedAt !== null, today: this.clock.today(), state };
  }

  private sight(access: Access, keys: readonly string[] = []): UnitOfWorkOptions {
    return isOfficer(access)
      ? { role: 'api', keys, wards: [...wardsOf(access)] }
      : { role: 'intake', keys };
  }

  private reach(access: Access): Reach {
    const now = this.clock.now().toISOString();
    return isOfficer(access) ? { now } : { subject: access.sub, now };
  }

  private times(): { now: string; expiresAt: Date } {
    const now = this.clock.now();
    // Time to look for papers and to ask at home; counted anew with each answer.
    const kept = this.plan.interviews.days * DAY_MS;
    return { now: now.toISOString(), expiresAt: new Date(now.getTime() + kept) };
  }
}
