import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import {
  LEGAL_HOLD_REASONS,
  type LegalHoldReason,
  type LegalHold,
} from '../../domain/legal-hold.js';

const REASONS = Object.keys(LEGAL_HOLD_REASONS);
const TEXTS = Object.entries(LEGAL_HOLD_REASONS).map(([code, text]) => `${code}: ${text}`);

export class PlaceLegalHoldDto {
  @ApiProperty({ enum: REASONS, description: TEXTS.join('; ') })
  @IsIn(REASONS)
  reason!: LegalHoldReason;
}

/** Codes and who of the staff; nothing of a citizen. */
export class LegalHoldDto {
  @ApiProperty({ format: 'uuid' })
  id!: string;

  @ApiProperty({ enum: REASONS })
  reason!: LegalHoldReason;

  @ApiProperty({ example: LEGAL_HOLD_REASONS.litigation })
  reasonText!: string;

  @ApiProperty({ description: '停止した人 / sub of who placed it' })
  placedBy!: string;

  @ApiProperty({ format: 'date-time' })
  placedAt!: string;

  @ApiProperty({ type: String, nullable: true, description: '解除を申請した人 / who asked for it' })
  releasedBy!: string | null;

  @ApiProperty({ type: String, nullable: true, description: '解除を承認した人 / who approved it' })
  releaseApprovedBy!: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  releasedAt!: string | null;
}

export class LegalHoldListDto {
  @ApiProperty({ type: [LegalHoldDto] })
  items!: LegalHoldDto[];
}

export const legalHoldView = ({ caseId: _caseId, ...hold }: LegalHold): LegalHoldDto => ({
  ...hold,
  reasonText: LEGAL_HOLD_REASONS[hold.reason],
  placedAt: hold.placedAt.toISOString(),
  releasedAt: hold.releasedAt?.toISOString() ?? null,
});
