import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsString, MaxLength, ValidateIf } from 'class-validator';
import { IsVisible } from '../return-task/return-task.dto.js';

const OUTCOMES = ['accepted', 'rejected'] as const;

export class DecideTaskDto {
  @ApiProperty({ enum: OUTCOMES })
  @IsIn(OUTCOMES)
  outcome!: (typeof OUTCOMES)[number];

  @ApiPropertyOptional({
    maxLength: 2000,
    description: '理由。rejected のときは必須。 / Required when rejected; the citizen reads it.',
  })
  @ValidateIf(
    ({ outcome, reason }: DecideTaskDto) => outcome === 'rejected' || reason !== undefined,
  )
  @IsString()
  @MaxLength(2000)
  @IsVisible()
  reason?: string;
}
