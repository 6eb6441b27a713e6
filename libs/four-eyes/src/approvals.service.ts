import { may, permits, wardsOf, type Principal } from '@app/auth';
import { Problem, type Clock } from '@app/observability';
import type { NarrowRole, Tx, UnitOfWork, UnitOfWorkOptions } from '@app/persistence';
import { v7 as uuidV7 } from 'uuid';
import { asOf, decideApproval, done, type ApprovalCommand } from './domain/approval.decision.js';
import { checkApprovalMoves } from './domain/approval-moves.js';
import { CITY_WIDE, type Approval } from './domain/approval.js';
import { isReason, type GuardedAct } from './domain/guarded-act.js';
import type { GuardedActPort } from './guarded-act.port.js';
import {
  expireOpen,
  findOpen,
  insertApproval,
  listOpen,
  loadApproval,
  updateApproval,
} from './persistence/approval.repository.js';

const HOUR_MS = 3_600_000;
const APPROVAL_HOURS = 72;

export interface ApprovalsOptions {
  readonly uow: UnitOfWork;
  readonly clock: Clock;
  readonly acts: readonly GuardedActPort[];
  /** How long a request waits for its approval, and an approval for its use; 72 when absent: a Friday's is met on Monday. */
  readonly approvalHours?: number | undefined;
  /** `worker` for operators' commands; people over HTTP are `api`, within their wards. */
  readonly role?: NarrowRole;
}

export interface ApprovalRequest {
  readonly act: GuardedAct;
  readonly subjectId: string;
  /** A code of `REASONS` for the act. */
  readonly reason: string;
  /** Of the case or record; `CITY_WIDE` for what belongs to no ward. */
  readonly ward: string;
  /** Sub of who asks. */
  readonly by: string;
}

export interface ApprovalPage {
  readonly approvals: readonly Approval[];
  /** The id after which the next page begins. */
  readonly next: string | null;
}

/** What two people must want. Every decision is taken under the approval's own lock, so that it is taken once. */
export class Approvals {
  private readonly acts: ReadonlyMap<GuardedAct, GuardedActPort>;

  /** @throws when the table of moves has a fault, or an act is listed twice. */
  constructor(private readonly options: ApprovalsOptions) {
    checkApprovalMoves();
    this.acts = new Map(options.acts.map((port) => [port.act, port]));
    if (this.acts.size < options.acts.length) throw new Error('acts: one of them is listed twice.');
  }

  /**
   * Asks in the caller's transaction. Asking again for what is still open gives the open request.
   * @throws Problem `invalid-request` for an unknown reason, `approval-pending` when somebody else has asked
   */
  async request(tx: Tx, request: ApprovalRequest): Promise<Approval> {
    const { act, subjectId, by } = request;
    if (!isReason(act, request.reason)) throw unknownReason();
    const requestedAt = this.options.clock.now();
    await expireOpen(tx, act, subjectId, requestedAt);
    const approval = this.asked(request, requestedAt);
    if (await insertApproval(tx, approval)) return approval;
    const open = await findOpen(tx, act, subjectId);
    if (open?.requestedBy !== by) throw new Problem('approval-pending');
    return open;
  }

  /** @throws Problem `not-found`, `own-approval`, `approval-ended`, `approval-expired`, and what the act refuses */
  approve(principal: Principal, id: string): Promise<Approval> {
    return this.decide(principal, id, 'approve');
  }

  /** Refuses, or takes an own request back. @throws Problem as `approve` */
  refuse(principal: Principal, id: string): Promise<Approval> {
    return this.decide(principal, id, 'refuse');
  }

  /**
   * Uses up what was approved, in the caller's transaction: of several at once exactly one gets it.
   * The caller's unit of work must have locked the approval's id.
   * @throws Problem `not-found`, `not-approved`, `approval-ended`, `approval-expired`
   */
  async use(tx: Tx, id: string, by: string): Promise<Approval> {
    const approval = await loadApproval(tx, id);
    if (approval === undefined) throw new Problem('not-found');
    const outcome = decideApproval(approval, { command: 'use', by, ...this.times() });
    if (outcome.kind === 'refused') throw new Problem(outcome.code);
    await updateApproval(tx, approval.state, outcome.approval);
    return outcome.approval;
  }

  /** One that this person asked for or may approve. @throws Problem `not-found` */
  async read(principal: Principal, id: string): Promise<Approval> {
    const { at } = this.times();
    return asOf(await this.find(principal, id), at);
  }

  /** What this person may decide about, and what they have asked for themselves; the oldest first. Pages may be short. */
  async list(principal: Principal, page: { after?: string; limit: number }): Promise<ApprovalPage> {
    const { at } = this.times();
    const acts = this.actsOf(principal);
    const filter = { acts, own: principal.sub, at, ...page, limit: page.limit + 1 };
    const found = await this.options.uow.run(this.sight(principal), (tx) => listOpen(tx, filter));
    const shown = found.slice(0, page.limit);
    const next = found.length > page.limit ? (shown.at(-1)?.id ?? null) : null;
    return { approvals: shown.filter((approval) => this.isFor(principal, approval)), next };
  }

  private async decide(
    principal: Principal,
    id: string,
    command: ApprovalCommand,
  ): Promise<Approval> {
    const seen = await this.find(principal, id);
    const keys = (await this.acts.get(seen.act)?.keys?.(seen)) ?? [];
    const options = { ...this.sight(principal), keys: [id, ...keys] };
    const outcome = await this.options.uow.run(options, (tx) =>
      this.apply(tx, seen, command, principal.sub),
    );
    // Only now: that it ran out is to stay written.
    if (outcome.kind === 'refused') throw new Problem(outcome.code);
    return outcome.approval;
  }

  private async apply(tx: Tx, { id, act }: Approval, command: ApprovalCommand, by: string) {
    const approval = await loadApproval(tx, id);
    if (approval === undefined) throw new Problem('not-found');
    const times = this.times();
    const outcome = decideApproval(approval, { command, by, ...times });
    if (outcome.approval.state === approval.state) return outcome;
    const port = this.acts.get(act);
    if (outcome.kind !== 'moved' || command !== 'approve' || port?.execute === undefined) {
      await updateApproval(tx, approval.state, outcome.approval);
      return outcome;
    }
    await port.execute(tx, outcome.approval);
    const carriedOut = done(outcome.approval, times.at);
    await updateApproval(tx, approval.state, carriedOut.approval);
    return carriedOut;
  }

  /** To everybody without the right there is no such approval; who asked may always look. */
  private async find(principal: Principal, id: string): Promise<Approval> {
    const found = await this.options.uow.run(this.sight(principal), (tx) => loadApproval(tx, id));
    if (found === undefined || !this.isFor(principal, found)) throw new Problem('not-found');
    return found;
  }

  private isFor(principal: Principal, { act, ward, requestedBy }: Approval): boolean {
    const port = this.acts.get(act);
    if (port === undefined) return false;
    const { right: action, section } = port;
    const permitted = permits({ ...principal, action }, { ward, ...(section && { section }) });
    return permitted || requestedBy === principal.sub;
  }

  private actsOf(principal: Principal): GuardedAct[] {
    return this.options.acts.filter(({ right }) => may(principal, right)).map(({ act }) => act);
  }

  private sight(principal: Principal): UnitOfWorkOptions {
    const wards = [...wardsOf(principal), CITY_WIDE];
    return { role: this.options.role ?? 'api', keys: [], wards };
  }

  private times(): { at: Date; usableUntil: Date } {
    const at = this.options.clock.now();
    return {
      at,
      usableUntil: new Date(
        at.getTime() + (this.options.approvalHours ?? APPROVAL_HOURS) * HOUR_MS,
      ),
    };
  }

  private asked({ by, ...request }: ApprovalRequest, requestedAt: Date): Approval {
    const { usableUntil: expiresAt } = this.times();
    return {
      ...{ id: uuidV7(), state: 'REQUESTED', ...request },
      ...{ requestedBy: by, requestedAt, expiresAt },
      ...{ approvedBy: null, approvedAt: null, refusedBy: null, refusedAt: null, doneAt: null },
    };
  }
}

function unknownReason(): Problem {
  const message = '理由を一覧から選んでください。 / Choose a reason from the list.';
  return new Problem('invalid-request', {
    errors: [{ field: 'reason', code: 'unknown-reason', message }],
  });
}
