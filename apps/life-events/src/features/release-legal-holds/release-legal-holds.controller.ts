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
import { ReleaseLegalHoldDto } from './release-legal-hold.dto.js';
import { RequestReleases } from './release-legal-holds.service.js';

@ApiTags('cases')
@Controller('v1/cases')
export class ReleaseLegalHoldsController {
  constructor(private readonly releases: RequestReleases) {}

  @Post(':id/legal-hold-releases')
  @HttpCode(202)
  @Allow('legal-hold.release')
  @ApiOperation({
    summary: '消去の停止の解除を申請する / Ask that a legal hold be released',
    description:
      '同じ権限を持つ別の人が /v1/cases/approvals で承認すると解除します。保存期間が過ぎていれば、その後まもなく消去します。 / Released when another person approves it at /v1/cases/approvals; a case whose period is over is erased soon after that.',
  })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiAcceptedResponse({ type: ApprovalDto, headers: { Location: { schema: { type: 'string' } } } })
  @ApiNotFoundResponse({ description: 'not-found: no such case in these wards' })
  @ApiConflictResponse({ description: 'not-held; approval-pending: somebody else has asked' })
  @ApiGoneResponse({ description: 'case-erased' })
  async request(
    @CaseId() caseId: string,
    @Body() body: ReleaseLegalHoldDto,
    @CurrentAccess() access: Access,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<ApprovalDto> {
    const approval = await this.releases.request(access, caseId, body);
    reply.header('location', `/v1/cases/approvals/${approval.id}`);
    return approvalView(approval);
  }
}
