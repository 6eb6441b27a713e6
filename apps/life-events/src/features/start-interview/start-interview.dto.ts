import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsObject,
  IsOptional,
  IsString,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { FactRefDto } from '../fact-ref.dto.js';

/** A determination request with whatever is known: it is checked against the fact vocabulary, not here. */
export class StartInterviewDto {
  @ApiProperty({ example: 'birth', description: 'ライフイベント' })
  @IsString()
  @MaxLength(50)
  lifeEvent!: string;

  @ApiProperty({ example: '2026-04-01', description: '異動日（出生日、転入をした日など）' })
  @IsString()
  @MaxLength(20)
  eventDate!: string;

  @ApiPropertyOptional({ example: '2026-04-03', description: '届出の日' })
  @IsOptional()
  @IsString()
  @MaxLength(20)
  intakeDate?: string;

  @ApiProperty({ type: Object, example: { code5: '14133' }, description: '手続をする区' })
  @IsObject()
  ward!: Record<string, unknown>;

  @ApiProperty({
    type: Object,
    example: { persons: [{ id: 'p1', role: 'head' }] },
    description: '分かっている世帯の状況（語彙は docs/glossary.md）',
  })
  @IsObject()
  householdFacts!: Record<string, unknown>;

  @ApiPropertyOptional({
    type: [FactRefDto],
    description:
      '登録簿から分かっている項目。尋ねずに確認だけします。 / Known from a register: shown, not asked',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(500)
  @ValidateNested({ each: true })
  @Type(() => FactRefDto)
  fromRegister?: FactRefDto[];
}
