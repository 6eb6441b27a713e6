import { REASONS } from '@app/four-eyes';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsString } from 'class-validator';

const FOR_ERASURES = REASONS['destroy-keys'];

export class EraseEarlyDto {
  @ApiProperty({ enum: FOR_ERASURES, description: '期間前に消去する理由 / why before its time' })
  @IsString()
  @IsIn(FOR_ERASURES)
  reason!: string;
}
