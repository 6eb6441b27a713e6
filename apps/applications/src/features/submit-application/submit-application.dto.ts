import { MayBeAbsent } from '@app/service-host';
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
import { ApplicantDto, ConsentDto, ContactDto, IdentityDto } from './person.dto.js';

/**
 * One filing. `lifeEvent`, `eventDate`, `intakeDate`, `ward` and `householdFacts` are a determination request: they are
 * checked against the fact vocabulary, not here.
 */
export class SubmitApplicationDto {
  @ApiProperty({ type: ApplicantDto })
  @IsObject()
  @ValidateNested()
  @Type(() => ApplicantDto)
  applicant!: ApplicantDto;

  @ApiProperty({ type: ContactDto })
  @IsObject()
  @ValidateNested()
  @Type(() => ContactDto)
  contact!: ContactDto;

  @ApiProperty({ type: ConsentDto })
  @IsObject()
  @ValidateNested()
  @Type(() => ConsentDto)
  consent!: ConsentDto;

  @ApiProperty({ type: [IdentityDto], description: '世帯の人の氏名・住所' })
  @IsArray()
  @ArrayMaxSize(20)
  @ValidateNested({ each: true })
  @Type(() => IdentityDto)
  identities!: IdentityDto[];

  @ApiProperty({ example: 'birth', description: 'ライフイベント' })
  @IsString()
  @MaxLength(50)
  lifeEvent!: string;

  @ApiProperty({ example: '2025-10-20', description: '異動日（出生日、転入をした日など）' })
  @IsString()
  @MaxLength(20)
  eventDate!: string;

  @ApiPropertyOptional({ example: '2025-10-27', description: '届出の日。省略すると今日' })
  @IsOptional()
  @IsString()
  @MaxLength(20)
  intakeDate?: string;

  @ApiProperty({ type: Object, example: { code5: '14133' }, description: '手続をする区' })
  @IsObject()
  ward!: Record<string, unknown>;

  @ApiProperty({
    type: Object,
    example: { persons: [] },
    description: '世帯の状況（語彙は docs/glossary.md）',
  })
  @IsObject()
  householdFacts!: Record<string, unknown>;

  @ApiPropertyOptional({
    type: [String],
    example: ['my-number-card-application'],
    description: '希望する任意の手続',
  })
  @MayBeAbsent()
  @IsArray()
  @ArrayMaxSize(100)
  @IsString({ each: true })
  @MaxLength(100, { each: true })
  chosenProcedures?: string[];
}

/** The answer to everything that is accepted: where it stands and how to speak of it. */
export class AcceptedDto {
  @ApiProperty({ format: 'uuid' })
  applicationId!: string;

  @ApiProperty({ format: 'uuid' })
  caseId!: string;

  @ApiProperty({ example: '7KQ2M-X9D4TR', description: '受付番号' })
  reference!: string;

  @ApiProperty({ example: 'ACCEPTED' })
  status!: string;
}
