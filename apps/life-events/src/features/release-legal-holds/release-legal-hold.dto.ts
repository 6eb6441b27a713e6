import { REASONS } from '@app/four-eyes';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsString, IsUUID } from 'class-validator';

const FOR_RELEASES = REASONS['release-hold'];

export class ReleaseLegalHoldDto {
  @ApiProperty({ format: 'uuid', description: '停止の番号 / id of the hold' })
  @IsUUID()
  holdId!: string;

  @ApiProperty({ enum: FOR_RELEASES, description: '解除の理由 / why' })
  @IsString()
  @IsIn(FOR_RELEASES)
  reason!: string;
}
