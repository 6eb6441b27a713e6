import { IsPersonText } from '@app/service-host';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsObject, ValidateNested } from 'class-validator';
import { DecisionDto } from '../../protections/protection.dto.js';

export class ExtendProtectionDto {
  @ApiProperty({ type: DecisionDto })
  @IsObject()
  @ValidateNested()
  @Type(() => DecisionDto)
  decision!: DecisionDto;
}

export class AddAddressesDto {
  @ApiProperty({
    type: [String],
    description: '新しい住所（番地まで） / where they live from now on',
  })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(5)
  @IsPersonText(300, { each: true })
  addresses!: string[];
}
