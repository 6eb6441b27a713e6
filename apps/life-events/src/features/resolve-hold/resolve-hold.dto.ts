import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsString, IsUUID, Matches, MaxLength } from 'class-validator';
import type { ResolutionDecision } from '../../domain/case-event.js';

const DECISIONS: readonly ResolutionDecision[] = ['release', 'cancel'];
/** At least one character that can be seen. */
const VISIBLE = /[^\s\p{Cc}\p{Cf}]/u;

export class ResolveHoldDto {
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  taskId!: string;

  @ApiProperty({
    enum: DECISIONS,
    description: 'release: 保留を解いて進める、cancel: 取り下げる / go on without, or withdraw',
  })
  @IsIn(DECISIONS)
  decision!: ResolutionDecision;

  @ApiProperty({ maxLength: 2000, description: '判断の理由 / why' })
  @IsString()
  @MaxLength(2000)
  @Matches(VISIBLE)
  reason!: string;
}
