import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  Allow as Passed,
  ArrayMaxSize,
  Equals,
  IsArray,
  IsObject,
  IsOptional,
  ValidateNested,
} from 'class-validator';
import { FactRefDto } from '../fact-ref.dto.js';

export class AnswerDto extends FactRefDto {
  @ApiPropertyOptional({
    example: 'nhi',
    description:
      '回答。値は項目の語彙による。「ない」は null / Checked against the fact vocabulary',
  })
  @Passed()
  value?: unknown;

  @ApiPropertyOptional({ enum: [true], description: '分からない（窓口で確認）' })
  @IsOptional()
  @Equals(true)
  dontKnow?: true;
}

export class AnswerInterviewDto {
  @ApiProperty({ type: [AnswerDto] })
  @IsArray()
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => AnswerDto)
  answers!: AnswerDto[];

  @ApiPropertyOptional({
    type: [Object],
    example: [{ id: 'p4', role: 'child', birthDate: '2010-05-01' }],
    description: '質問の中で分かった世帯の人 / Persons of whom the interview learned',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @IsObject({ each: true })
  persons?: Record<string, unknown>[];
}
