import { PROTECTION_KINDS, type ProtectionKind } from '@app/contracts';
import { IsPersonText, KnownPersonDto } from '@app/service-host';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsISO8601,
  IsObject,
  Matches,
  ValidateNested,
} from 'class-validator';
import { DecisionDto } from '../../protections/protection.dto.js';

// So many have no more blind indexes than the event about a protection holds.
const MOST_PERSONS = 20;
export const MOST_ADDRESSES = 20;

export class EnterProtectionDto {
  @ApiProperty({
    type: [KnownPersonDto],
    description:
      '本人、続いて併せて保護する人 / the person, then who is protected together with them',
  })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MOST_PERSONS)
  @ValidateNested({ each: true })
  @Type(() => KnownPersonDto)
  persons!: KnownPersonDto[];

  @ApiProperty({
    type: [String],
    description: '知られてはならない住所（番地まで） / where they live and nobody may learn it',
  })
  @IsArray()
  @ArrayMaxSize(MOST_ADDRESSES)
  @IsPersonText(300, { each: true })
  addresses!: string[];

  @ApiProperty({ enum: PROTECTION_KINDS, isArray: true })
  @IsArray()
  @ArrayMinSize(1)
  @ArrayUnique()
  @IsIn(PROTECTION_KINDS, { each: true })
  kinds!: ProtectionKind[];

  @ApiProperty({ type: DecisionDto })
  @IsObject()
  @ValidateNested()
  @Type(() => DecisionDto)
  decision!: DecisionDto;

  @ApiProperty({ format: 'date', description: '期間の初日。終わりは1年後 / lasts one year' })
  @IsISO8601({ strict: true })
  @Matches(/^\d{4}-\d{2}-\d{2}$/)
  startsOn!: string;
}
