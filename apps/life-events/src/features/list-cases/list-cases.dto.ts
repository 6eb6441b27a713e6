import {
  CASE_STATUSES,
  HOLD_REASONS,
  SECTIONS,
  TASK_STATUSES,
  type CaseStatus,
  type HoldReason,
  type SectionName,
  type TaskStatus,
} from '@app/contracts';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, type TransformFnParams } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';

export const PAGE_SIZE = 50;
export const WAITING: CaseStatus = 'ON_HOLD';

const number = ({ value }: TransformFnParams): unknown =>
  typeof value === 'string' && /^\d{1,4}$/.test(value) ? Number(value) : (value as unknown);

export class ListCasesDto {
  @ApiPropertyOptional({
    enum: CASE_STATUSES,
    default: WAITING,
    description: '案件の状態。省略すると判断待ち / what waits for a supervisor when absent',
  })
  @IsOptional()
  @IsIn(CASE_STATUSES)
  status?: CaseStatus;

  @ApiPropertyOptional({
    example: '14133',
    description: '区のコード / code of one of the caller’s wards',
  })
  @IsOptional()
  @IsString()
  @Matches(/^\d{5}$/)
  ward?: string;

  @ApiPropertyOptional({ description: '前のページの nextCursor / `nextCursor` of the page before' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  cursor?: string;

  @ApiPropertyOptional({ minimum: 1, maximum: 100, default: PAGE_SIZE })
  @IsOptional()
  @Transform(number)
  @IsInt()
  @Min(1)
  @Max(100)
  limit?: number;
}

export class HeldTaskDto {
  @ApiProperty({ format: 'uuid', description: 'For POST /v1/cases/{id}/resolutions.' })
  taskId!: string;

  @ApiProperty({ example: 'nhi-enroll' })
  procedureId!: string;

  @ApiProperty({ enum: SECTIONS })
  section!: SectionName;

  @ApiProperty({ enum: TASK_STATUSES })
  status!: TaskStatus;

  @ApiProperty({ enum: HOLD_REASONS, description: '保留の理由 / why it is held' })
  held!: HoldReason;

  @ApiProperty({ type: String, format: 'date', nullable: true })
  deadline!: string | null;
}

/** One line of the list; names nobody. */
export class CaseSummaryDto {
  @ApiProperty({ format: 'uuid' })
  caseId!: string;

  @ApiProperty({ format: 'uuid' })
  applicationId!: string;

  @ApiProperty({
    type: String,
    nullable: true,
    example: '7KQ2M-X9D4TR',
    description: '受付番号 / what the citizen was given; null for roles that do not see it',
  })
  reference!: string | null;

  @ApiProperty({ example: '14133' })
  ward!: string;

  @ApiProperty({ example: 'birth' })
  lifeEvent!: string;

  @ApiProperty({ enum: CASE_STATUSES })
  status!: CaseStatus;

  @ApiProperty({ description: 'Also the ETag of the case; to be sent back in If-Match.' })
  version!: number;

  @ApiProperty({ format: 'date-time' })
  openedAt!: string;

  @ApiProperty({ format: 'date-time' })
  changedAt!: string;

  @ApiProperty({ type: [HeldTaskDto], description: '保留中の手続 / tasks that are held' })
  heldTasks!: HeldTaskDto[];
}

export class CasePageDto {
  @ApiProperty({ type: [CaseSummaryDto] })
  items!: CaseSummaryDto[];

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'null = これで最後 / null on the last page',
  })
  nextCursor!: string | null;
}
