import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional, IsString, MaxLength } from 'class-validator';

/** A fact of the vocabulary, of a person or of the household. */
export class FactRefDto {
  @ApiProperty({ example: 'insurance', description: '項目の名前（docs: facts）' })
  @IsString()
  @MaxLength(100)
  fact!: string;

  @ApiPropertyOptional({
    example: 'p1',
    description: 'householdFacts.persons[].id。世帯の項目では省略',
  })
  @IsOptional()
  @IsString()
  @MaxLength(64)
  person?: string;
}
