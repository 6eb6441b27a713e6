import { may, type Principal } from '@app/auth';
import type { ServiceName } from '@app/contracts';
import { Approvals, type Approval, type GuardedActPort } from '@app/four-eyes';
import { IsInt, IsOptional, Max, Min } from 'class-validator';
import { Type } from 'class-transformer';
import { discardGap, discardParked, keysOfParked, type Decision, type Gap } from '@app/messaging';
import { Problem, loadEnvironment, systemClock } from '@app/observability';
import type { UnitOfWork } from '@app/persistence';
import type { Call } from './command.js';

class ApprovalVariables {
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(720)
  readonly APPROVAL_HOURS?: number;
}

const RIGHT = 'dead-letter.discard';

/** @throws Problem `forbidden` */
export function requireOperator(person: Principal): Principal {
  if (!may(person, RIGHT)) throw new Problem('forbidden');
  return person;
}

/** The approvals of one service, and how what operators may approve is carried out there. */
export function approvalsOf({ connections, environment }: Call, service: ServiceName): Approvals {
  const { APPROVAL_HOURS: approvalHours } = loadEnvironment(ApprovalVariables, environment);
  const uow = connections.uowOf(service);
  const acts = [discardsOfRecords(uow), discardsOfGaps];
  return new Approvals({ uow, clock: systemClock, acts, approvalHours, role: 'worker' });
}

const discardsOfRecords = (uow: UnitOfWork): GuardedActPort => ({
  act: 'discard-dead-letter',
  right: RIGHT,
  keys: ({ subjectId }) => keysOfParked(uow, subjectId),
  execute: (tx, approval) => discardParked(tx, approval.subjectId, decisionOf(approval)),
});

const discardsOfGaps: GuardedActPort = {
  act: 'discard-gap',
  right: RIGHT,
  keys: ({ subjectId }) => Promise.resolve([gapIn(subjectId).key]),
  execute: (tx, approval) => discardGap(tx, gapIn(approval.subjectId), decisionOf(approval)),
};

/** Both names, and where to look them up. */
const decisionOf = ({ id, reason, requestedBy, approvedBy }: Approval): Decision => ({
  by: `${requestedBy}, ${approvedBy}`,
  reason: `${reason} (approval ${id})`,
});

export const gapId = ({ consumer, topic, key, sequence }: Gap): string =>
  [consumer, topic, key, sequence].join(' ');

/** Reads what `gapId` wrote; none of its parts has a space. */
function gapIn(subjectId: string): Gap {
  const [consumer = '', topic = '', key = '', sequence] = subjectId.split(' ');
  return { consumer, topic, key, sequence: Number(sequence) };
}
