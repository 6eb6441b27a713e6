import { PROTECTION_EFFECTS, type ProtectionEffect } from '@app/contracts';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, type TransformFnParams } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import { ProtectionSummaryDto } from '../../protections/protection.dto.js';

export const PAGE_SIZE = 50;

const truth = ({ value }: TransformFnParams): unknown =>
  value === 'true' ? true : value === 'false' ? false : (value as unknown);
const number = ({ value }: TransformFnParams): unknown =>
  typeof value === 'string' && /^\d{1,4}$/.test(value) ? Number(value) : (value as unknown);

export class ListProtectionsDto {
  @ApiPropertyOptional({ enum: PROTECTION_EFFECTS, default: 'in-force' })
  @IsOptional()
  @IsIn(PROTECTION_EFFECTS)
  effect?: ProtectionEffect;

  @ApiPropertyOptional({
    description: '延長か解除の判断が必要なものだけ / only what is due for review',
  })
  @IsOptional()
  @Transform(truth)
  @IsBoolean()
  due?: boolean;

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

export class ProtectionPageDto {
  @ApiProperty({ type: [ProtectionSummaryDto] })
  items!: ProtectionSummaryDto[];

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'null = これで最後 / null on the last page',
  })
  nextCursor!: string | null;
}
