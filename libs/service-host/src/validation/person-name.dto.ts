import type { PersonName } from '@app/contracts';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsISO8601, Matches } from 'class-validator';
import { MayBeAbsent } from './may-be-absent.decorator.js';
import { IsPersonText } from './person-text.decorator.js';

/** Names as GIF DS-431 spells them; every character is kept as it is sent (IVS, supplementary planes). */
export class PersonNameDto implements PersonName {
  @ApiProperty({ example: '窓口', description: '氏' })
  @IsPersonText(100)
  familyName!: string;

  @ApiPropertyOptional({ example: '太郎', description: '名' })
  @MayBeAbsent()
  @IsPersonText(100)
  givenName?: string;

  @ApiPropertyOptional({ example: 'マドグチ', description: '氏の振り仮名' })
  @MayBeAbsent()
  @IsPersonText(100)
  familyNameKana?: string;

  @ApiPropertyOptional({ example: 'タロウ', description: '名の振り仮名' })
  @MayBeAbsent()
  @IsPersonText(100)
  givenNameKana?: string;

  @ApiPropertyOptional({ description: '旧氏' })
  @MayBeAbsent()
  @IsPersonText(100)
  formerFamilyName?: string;

  @ApiPropertyOptional({ description: '通称' })
  @MayBeAbsent()
  @IsPersonText(100)
  alternativeName?: string;
}

/** Somebody who is looked for or known by name and date of birth; in a body, never in an address. */
export class KnownPersonDto extends PersonNameDto {
  @ApiProperty({ format: 'date', example: '1990-02-03', description: '生年月日' })
  @IsISO8601({ strict: true })
  @Matches(/^\d{4}-\d{2}-\d{2}$/)
  birthDate!: string;
}
