import { TASK_STATUSES, type TaskStatus } from '@app/contracts';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, type TransformFnParams } from 'class-transformer';
import {
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { TaskSummaryDto } from '../task-summary.dto.js';

export const PAGE_SIZE = 50;

/** `?status=A,B` and `?status=A&status=B` mean the same. */
const listed = ({ value }: TransformFnParams): unknown =>
  typeof value === 'string' ? value.split(',') : value;
const truth = ({ value }: TransformFnParams): unknown =>
  value === 'true' ? true : value === 'false' ? false : (value as unknown);
const number = ({ value }: TransformFnParams): unknown =>
  typeof value === 'string' && /^\d{1,4}$/.test(value) ? Number(value) : (value as unknown);

export class ListTasksDto {
  @ApiPropertyOptional({
    example: '14133',
    description: '区のコード / code of one of the caller’s wards',
  })
  @IsOptional()
  @IsString()
  @Matches(/^\d{5}$/)
  ward?: string;

  @ApiPropertyOptional({ example: 'nhi-enroll', description: '手続 / procedure of the catalogue' })
  @IsOptional()
  @IsString()
  @Matches(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$/)
  procedure?: string;

  @ApiPropertyOptional({
    enum: TASK_STATUSES,
    isArray: true,
    description: '指定しなければ終わっていないものすべて / everything unfinished when absent',
  })
  @IsOptional()
  @Transform(listed)
  @IsIn(TASK_STATUSES, { each: true })
  status?: TaskStatus[];

  @ApiPropertyOptional({
    description: '自分が担当しているものだけ / only what the caller has claimed',
  })
  @IsOptional()
  @Transform(truth)
  @IsBoolean()
  mine?: boolean;

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

export class TaskPageDto {
  @ApiProperty({ type: [TaskSummaryDto] })
  items!: TaskSummaryDto[];

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'null = これで最後 / null on the last page',
  })
  nextCursor!: string | null;
}
