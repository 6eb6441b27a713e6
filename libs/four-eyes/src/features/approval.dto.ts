import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, type TransformFnParams } from 'class-transformer';
import { IsInt, IsOptional, IsUUID, Max, Min } from 'class-validator';
import { APPROVAL_STATES, type Approval, type ApprovalState } from '../domain/approval.js';
import { ACT_TEXTS, GUARDED_ACTS, type GuardedAct } from '../domain/guarded-act.js';

const PAGE_SIZE = 50;

const number = ({ value }: TransformFnParams): unknown =>
  typeof value === 'string' && /^\d{1,4}$/.test(value) ? Number(value) : (value as unknown);

export class ListApprovalsDto {
  @ApiPropertyOptional({ description: '前のページの nextCursor / `nextCursor` of the page before' })
  @IsOptional()
  @IsUUID()
  cursor?: string;

  @ApiPropertyOptional({ minimum: 1, maximum: 100, default: PAGE_SIZE })
  @IsOptional()
  @Transform(number)
  @IsInt()
  @Min(1)
  @Max(100)
  limit: number = PAGE_SIZE;
}

/** What is shown of an approval: codes, ids and who of the staff; nothing of a citizen. */
export class ApprovalDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ enum: GUARDED_ACTS })
  act!: GuardedAct;

  @ApiProperty({ example: ACT_TEXTS['release-hold'], description: '何の承認か / what it is for' })
  actText!: string;

  @ApiProperty({ description: '対象の番号 / the case, protection, export or record' })
  subjectId!: string;

  @ApiProperty({ example: 'proceedings-ended', description: '理由の符号 / a code' })
  reason!: string;

  @ApiProperty({ enum: APPROVAL_STATES })
  state!: ApprovalState;

  @ApiProperty({ description: '申請した人 / sub of who asked; another person must approve' })
  requestedBy!: string;

  @ApiProperty({ format: 'date-time' })
  requestedAt!: string;

  @ApiProperty({
    format: 'date-time',
    description: '承認または実行の期限 / until when it can be approved or, once approved, used',
  })
  expiresAt!: string;

  @ApiProperty({ type: String, nullable: true })
  approvedBy!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  approvedAt!: string | null;

  @ApiProperty({ type: String, nullable: true })
  refusedBy!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  refusedAt!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  doneAt!: string | null;
}

export class ApprovalPageDto {
  @ApiProperty({ type: [ApprovalDto] })
  items!: ApprovalDto[];

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'null = これで最後 / null on the last page',
  })
  nextCursor!: string | null;
}

/** The ward is left out: for a protected person it would say so. */
export function approvalView({ ward: _ward, ...approval }: Approval): ApprovalDto {
  return {
    ...approval,
    actText: ACT_TEXTS[approval.act],
    requestedAt: approval.requestedAt.toISOString(),
    expiresAt: approval.expiresAt.toISOString(),
    approvedAt: approval.approvedAt?.toISOString() ?? null,
    refusedAt: approval.refusedAt?.toISOString() ?? null,
    doneAt: approval.doneAt?.toISOString() ?? null,
  };
}
