import { IsPersonText, MayBeAbsent } from '@app/service-host';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsObject,
  IsString,
  IsUUID,
  Matches,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { IdentityDto } from '../submit-application/person.dto.js';

export class AnswerDto {
  @ApiProperty({ format: 'uuid', description: 'procedures[].taskId' })
  @IsUUID()
  taskId!: string;

  @ApiProperty({ example: 'bank-account', description: 'returnedItems[].item' })
  @IsString()
  @MaxLength(100)
  item!: string;

  @ApiProperty({ example: '窓口銀行 本店 普通 0000000', description: '回答' })
  @IsPersonText(1000)
  value!: string;
}

/** The answer to what was returned. Facts or names that change are sent whole, as in the filing. */
export class CorrectApplicationDto {
  @ApiProperty({ type: [AnswerDto] })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => AnswerDto)
  answers!: AnswerDto[];

  @ApiPropertyOptional({
    example: '2025-10-20',
    description: '異動日を直すとき（householdFacts とともに）',
  })
  @MayBeAbsent()
  @IsString()
  @Matches(/^\d{4}-\d{2}-\d{2}$/)
  eventDate?: string;

  @ApiPropertyOptional({ type: Object, description: '世帯の状況を直すとき' })
  @MayBeAbsent()
  @IsObject()
  householdFacts?: Record<string, unknown>;

  @ApiPropertyOptional({ type: [IdentityDto], description: '氏名・住所を直すとき' })
  @MayBeAbsent()
  @IsArray()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => IdentityDto)
  identities?: IdentityDto[];
}
