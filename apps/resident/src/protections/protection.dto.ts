import {
  PROTECTION_EFFECTS,
  PROTECTION_KINDS,
  type ProtectionEffect,
  type ProtectionKind,
} from '@app/contracts';
import { IsPersonText, KnownPersonDto } from '@app/service-host';
import { ApiProperty } from '@nestjs/swagger';
import { IsISO8601, Matches } from 'class-validator';
import type { Decision } from '../domain/protection.js';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

export class DecisionDto implements Decision {
  @ApiProperty({ format: 'date', description: '決定の日' })
  @IsISO8601({ strict: true })
  @Matches(DAY)
  date!: string;

  @ApiProperty({ example: '区民第12号', description: '決定の番号' })
  @IsPersonText(50)
  number!: string;
}

/** One line of the register. */
export class ProtectionSummaryDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ description: 'Also the ETag; to be sent back in If-Match.' })
  version!: number;

  @ApiProperty({ enum: PROTECTION_EFFECTS })
  effect!: ProtectionEffect;

  @ApiProperty({ enum: PROTECTION_KINDS, isArray: true })
  kinds!: ProtectionKind[];

  @ApiProperty({ format: 'date' })
  startsOn!: string;

  @ApiProperty({
    format: 'date',
    description:
      '期間の終わり。過ぎても解除されるまで保護は続きます。 / It goes on protecting until it is lifted.',
  })
  endsOn!: string;

  @ApiProperty({ format: 'date', description: 'この日から延長できる / can be extended from here' })
  extensibleFrom!: string;

  @ApiProperty({ description: '延長または解除の判断が必要 / somebody has to look at it' })
  dueForReview!: boolean;

  @ApiProperty({
    type: [KnownPersonDto],
    description:
      '本人、続いて併せて保護する人 / the person, then who is protected together with them',
  })
  persons!: KnownPersonDto[];
}

export class ProtectionDto extends ProtectionSummaryDto {
  @ApiProperty({ type: [String], description: '知られてはならない住所 / where they live' })
  addresses!: string[];

  @ApiProperty({ type: [DecisionDto], description: '決定。新しいものが最後 / the newest last' })
  decisions!: DecisionDto[];

  @ApiProperty({ format: 'date-time' })
  enteredAt!: string;

  @ApiProperty({ format: 'date-time' })
  changedAt!: string;
}
