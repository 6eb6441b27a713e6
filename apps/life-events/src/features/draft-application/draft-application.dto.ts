import { ApiPropertyOptional } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, IsOptional, IsString, MaxLength } from 'class-validator';

export class DraftApplicationDto {
  @ApiPropertyOptional({
    type: [String],
    example: ['nursery-application'],
    description: '希望する任意の手続',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @IsString({ each: true })
  @MaxLength(100, { each: true })
  chosenProcedures?: string[];
}
