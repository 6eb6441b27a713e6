import { REASONS } from '@app/four-eyes';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';

const FOR_LIFTING = REASONS['lift-protection'];

export class LiftProtectionDto {
  @ApiProperty({ enum: FOR_LIFTING, description: '理由 / why' })
  @IsIn(FOR_LIFTING)
  reason!: string;
}
