import { HOLD_REASONS, TASK_STATUSES, type HoldReason, type TaskStatus } from '@app/contracts';
import { ApiProperty } from '@nestjs/swagger';
import { allowedActions } from '../domain/action.decision.js';
import type { Claim } from '../domain/task.js';
import type { TaskRecord } from '../persistence/task-record.js';

/** Who works on a task; visible to everybody at the section. */
export class ClaimDto {
  @ApiProperty({ description: '担当者 / `sub` of the officer who claimed the task' })
  by!: string;

  @ApiProperty({ format: 'date-time', description: '担当の期限 / when the claim runs out' })
  until!: string;

  @ApiProperty({ description: 'The claim ran out: anybody at the section may take the task over.' })
  expired!: boolean;
}

/** What every answer about a task says, and all that a change answers. */
export class TaskStateDto {
  @ApiProperty({ format: 'uuid' })
  taskId!: string;

  @ApiProperty({ enum: TASK_STATUSES })
  status!: TaskStatus;

  @ApiProperty({ description: 'Also the ETag; to be sent back in If-Match.' })
  version!: number;

  @ApiProperty({ enum: HOLD_REASONS, nullable: true, type: String })
  held!: HoldReason | null;

  @ApiProperty({
    type: [String],
    description: '補正を求めている項目 / items that the citizen has yet to answer',
  })
  returnedItems!: string[];

  @ApiProperty({ type: ClaimDto, nullable: true })
  claim!: ClaimDto | null;

  @ApiProperty({ type: [String], description: 'Actions that the state allows, whoever asks.' })
  allowedActions!: string[];

  @ApiProperty({ format: 'date-time' })
  changedAt!: string;
}

const claimAnswer = (claim: Claim | null, now: Date): ClaimDto | null =>
  claim && { by: claim.by, until: claim.until.toISOString(), expired: claim.until <= now };

/** @param now the database's clock */
export const stateAnswer = (task: TaskRecord, now: Date): TaskStateDto => ({
  taskId: task.taskId,
  status: task.status,
  version: task.version,
  held: task.held,
  returnedItems: [...task.returnedItems],
  claim: claimAnswer(task.claim, now),
  allowedActions: allowedActions(task),
  changedAt: task.changedAt.toISOString(),
});
