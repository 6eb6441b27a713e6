import { Allow, CurrentAccess, type Access } from '@app/auth';
import { ApprovalDto, approvalView } from '@app/four-eyes';
import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiConflictResponse,
  ApiGoneResponse,
  ApiNotFoundResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';
import { CaseId } from '../case-id.decorator.js';
import type { Reply } from '../case-version.js';
import { EraseEarlyDto } from './erase-early.dto.js';
import { RequestErasures } from './erase-early.service.js';

@ApiTags('cases')
@Controller('v1/cases')
export class EraseEarlyController {
  constructor(private readonly erasures: RequestErasures) {}

  @Post(':id/erasure')
  @HttpCode(202)
  @Allow('case.erase')
  @ApiOperation({
    summary: '保存期間前の消去を申請する / Ask for an early erasure',
    description:
      '終了した案件だけ。同じ権限を持つ別の人が /v1/cases/approvals で承認すると、各課の受領を待って鍵を破棄します。元に戻せません。 / Of a case that has ended. When another person approves it at /v1/cases/approvals, its keys are destroyed as soon as every section has given its receipt. Nothing brings it back.',
  })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiAcceptedResponse({ type: ApprovalDto, headers: { Location: { schema: { type: 'string' } } } })
  @ApiNotFoundResponse({ description: 'not-found: no such case in these wards' })
  @ApiConflictResponse({
    description:
      'case-not-ended; case-held; erasure-begun; approval-pending: somebody else has asked',
  })
  @ApiGoneResponse({ description: 'case-erased' })
  async request(
    @CaseId() caseId: string,
    @Body() { reason }: EraseEarlyDto,
    @CurrentAccess() access: Access,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<ApprovalDto> {
    const approval = await this.erasures.request(access, caseId, reason);
    reply.header('location', `/v1/cases/approvals/${approval.id}`);
    return approvalView(approval);
  }
}
