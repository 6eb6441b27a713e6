import { ApprovalDto, REASONS } from '@app/four-eyes';
import { SUPPORTED_LIFE_EVENTS } from '@app/procedures';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsISO8601, IsOptional, IsString, Matches } from 'class-validator';

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const FOR_EXPORTS = REASONS['bulk-export'];

export class RequestExportDto {
  @ApiProperty({
    format: 'date',
    description: 'この日以降に開いた案件 / opened on this day or later',
  })
  @IsISO8601({ strict: true })
  @Matches(DAY)
  from!: string;

  @ApiProperty({
    format: 'date',
    description: 'この日までに開いた案件（最長366日間） / up to this day; 366 days at most',
  })
  @IsISO8601({ strict: true })
  @Matches(DAY)
  to!: string;

  @ApiPropertyOptional({
    example: '14133',
    description:
      '区のコード。係長は必須、監査担当は省略すると全区 / needed from a supervisor; all wards for an auditor when absent',
  })
  @IsOptional()
  @IsString()
  @Matches(/^\d{5}$/)
  ward?: string;

  @ApiPropertyOptional({ enum: SUPPORTED_LIFE_EVENTS })
  @IsOptional()
  @IsIn(SUPPORTED_LIFE_EVENTS)
  lifeEvent?: string;

  @ApiProperty({ enum: FOR_EXPORTS, description: '何のために / what for' })
  @IsIn(FOR_EXPORTS)
  reason!: string;
}

export class CaseExportDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ format: 'date' })
  from!: string;

  @ApiProperty({ format: 'date' })
  to!: string;

  @ApiProperty({ type: String, nullable: true, description: 'null = 全区 / every ward' })
  ward!: string | null;

  @ApiProperty({ type: String, nullable: true })
  lifeEvent!: string | null;

  @ApiProperty({ type: ApprovalDto, description: '別の人の承認 / another person must approve it' })
  approval!: ApprovalDto;
}
