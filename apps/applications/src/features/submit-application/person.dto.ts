import {
  CONTACT_CHANNELS,
  type Address,
  type Applicant,
  type Consent,
  type Contact,
  type Identity,
} from '@app/contracts';
import { IsPersonText, MayBeAbsent, PersonNameDto } from '@app/service-host';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsBoolean, IsEmail, IsIn, IsObject, Matches, ValidateNested } from 'class-validator';

/** As all events name a person of the household; it stands there in clear, so it must not be a name. */
const PERSON_ID = /^[A-Za-z0-9_-]{1,20}$/;

export class AddressDto implements Address {
  @ApiProperty({ example: '川崎市中原区架空町1-2-3', description: '住所（書いたとおり）' })
  @IsPersonText(300)
  fullAddress!: string;

  @ApiPropertyOptional({ example: '000-0000' })
  @MayBeAbsent()
  @Matches(/^\d{3}-?\d{4}$/)
  postalCode?: string;

  @ApiPropertyOptional({ description: '全国地方公共団体コード 6 桁' })
  @MayBeAbsent()
  @Matches(/^\d{6}$/)
  localGovernmentCode?: string;

  @ApiPropertyOptional({ description: '都道府県' })
  @MayBeAbsent()
  @IsPersonText(20)
  prefecture?: string;

  @ApiPropertyOptional({ description: '市区町村' })
  @MayBeAbsent()
  @IsPersonText(50)
  cityAndCounty?: string;

  @ApiPropertyOptional({ description: '町字' })
  @MayBeAbsent()
  @IsPersonText(100)
  streetAddress?: string;

  @ApiPropertyOptional({ description: '番地以下' })
  @MayBeAbsent()
  @IsPersonText(50)
  cityBlock?: string;

  @ApiPropertyOptional({ description: '方書' })
  @MayBeAbsent()
  @IsPersonText(100)
  buildingNameEtc?: string;
}

/** Who one person of the household facts is. */
export class IdentityDto extends PersonNameDto implements Identity {
  @ApiProperty({ example: 'p1', description: 'householdFacts.persons[].id' })
  @Matches(PERSON_ID)
  person!: string;

  @ApiPropertyOptional({ type: () => AddressDto })
  @MayBeAbsent()
  @IsObject()
  @ValidateNested()
  @Type(() => AddressDto)
  address?: AddressDto;

  @ApiPropertyOptional({ type: () => AddressDto })
  @MayBeAbsent()
  @IsObject()
  @ValidateNested()
  @Type(() => AddressDto)
  previousAddress?: AddressDto;
}

/** Who files: a person of the household (`person`), or somebody else (`name`). */
export class ApplicantDto implements Applicant {
  @ApiPropertyOptional({ example: 'p1', description: 'householdFacts.persons[].id' })
  @MayBeAbsent()
  @Matches(PERSON_ID)
  person?: string;

  @ApiPropertyOptional({ type: () => PersonNameDto })
  @MayBeAbsent()
  @IsObject()
  @ValidateNested()
  @Type(() => PersonNameDto)
  name?: PersonNameDto;

  @ApiPropertyOptional({ type: () => AddressDto })
  @MayBeAbsent()
  @IsObject()
  @ValidateNested()
  @Type(() => AddressDto)
  address?: AddressDto;

  @ApiPropertyOptional({ example: '父', description: '本人との関係' })
  @MayBeAbsent()
  @IsPersonText(50)
  relation?: string;
}

export class ContactDto implements Contact {
  @ApiPropertyOptional({ example: 'taro@example.jp' })
  @MayBeAbsent()
  @IsEmail()
  email?: string;

  @ApiPropertyOptional({ example: '000-0000-0000' })
  @MayBeAbsent()
  @Matches(/^\+?[0-9][0-9-]{4,24}$/)
  phone?: string;

  @ApiPropertyOptional({ enum: CONTACT_CHANNELS })
  @MayBeAbsent()
  @IsIn(CONTACT_CHANNELS)
  preferredChannel?: Contact['preferredChannel'];
}

export class ConsentDto implements Consent {
  @ApiProperty({ description: '手続を担当する課への情報の共有に同意する' })
  @IsBoolean()
  shareWithSections!: boolean;

  @ApiProperty({ description: '次回の申請で共通の項目を使うことに同意する（任意）' })
  @IsBoolean()
  reuseNextTime!: boolean;
}
