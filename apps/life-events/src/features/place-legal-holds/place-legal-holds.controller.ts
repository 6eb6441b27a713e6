import { Allow, CurrentAccess, type Access } from '@app/auth';
import { IdempotencyKey } from '@app/service-host';
import { Body, Controller, Get, Post, Res } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiGoneResponse,
  ApiHeader,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import { CaseId } from '../case-id.decorator.js';
import type { Reply } from '../case-version.js';
import {
  LegalHoldDto,
  LegalHoldListDto,
  PlaceLegalHoldDto,
  legalHoldView,
} from './legal-hold.dto.js';
import { PlaceLegalHolds } from './place-legal-holds.service.js';

@ApiTags('cases')
@Controller('v1/cases')
export class PlaceLegalHoldsController {
  constructor(private readonly holds: PlaceLegalHolds) {}

  @Post(':id/legal-holds')
  @Allow('legal-hold.place')
  @ApiOperation({
    summary: '消去を停止する / Place a legal hold',
    description:
      '訴訟などのため、解除されるまで保存期間が過ぎても消去しません。理由は符号で示します。 / Keeps the case beyond its period until the hold is released, by two people. The reason is a code.',
  })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  @ApiCreatedResponse({ type: LegalHoldDto })
  @ApiNotFoundResponse({ description: 'not-found: no such case in these wards' })
  @ApiConflictResponse({ description: 'erasure-begun: its keys are being destroyed' })
  @ApiGoneResponse({ description: 'case-erased' })
  @ApiUnprocessableEntityResponse({ description: 'idempotency-key-reused' })
  async place(
    @CaseId() caseId: string,
    @Body() { reason }: PlaceLegalHoldDto,
    @IdempotencyKey() idempotencyKey: string,
    @CurrentAccess() access: Access,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<LegalHoldDto> {
    const { hold, replayed } = await this.holds.place(access, { caseId, reason, idempotencyKey });
    if (replayed) reply.header('idempotent-replayed', 'true');
    return legalHoldView(hold);
  }

  @Get(':id/legal-holds')
  @Allow('legal-hold.list')
  @ApiOperation({ summary: '消去の停止の一覧 / What keeps a case, and what kept it' })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiOkResponse({ type: LegalHoldListDto })
  @ApiNotFoundResponse({ description: 'not-found: no such case in these wards' })
  @ApiGoneResponse({ description: 'case-erased' })
  async list(@CaseId() caseId: string, @CurrentAccess() access: Access): Promise<LegalHoldListDto> {
    return { items: (await this.holds.list(access, caseId)).map(legalHoldView) };
  }
}
