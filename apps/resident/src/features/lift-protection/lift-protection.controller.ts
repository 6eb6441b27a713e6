import { Allow, CurrentAccess, type Access } from '@app/auth';
import { ApprovalDto, approvalView } from '@app/four-eyes';
import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiConflictResponse,
  ApiNotFoundResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';
import { ProtectionId } from '../../protections/protection-id.decorator.js';
import type { Reply } from '../../protections/protection-version.js';
import { LiftProtectionDto } from './lift-protection.dto.js';
import { RequestLifting } from './request-lifting.service.js';

@ApiTags('resident')
@Controller('v1/resident/protections/:id')
export class LiftProtectionController {
  constructor(private readonly lifting: RequestLifting) {}

  @Post('lifting')
  @HttpCode(202)
  @Allow('protection.lift')
  @ApiOperation({
    summary: '支援措置の解除を申請する / Ask for the lifting of a protection',
    description:
      '同じ権限を持つ別の人が /v1/resident/approvals で承認するまで、保護は続きます。 / It stands until another person with the same right approves it.',
  })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiAcceptedResponse({ type: ApprovalDto, headers: { Location: { schema: { type: 'string' } } } })
  @ApiNotFoundResponse({ description: 'not-found: none, or not for the caller' })
  @ApiConflictResponse({ description: 'protection-lifted, approval-pending' })
  async request(
    @ProtectionId() id: string,
    @Body() { reason }: LiftProtectionDto,
    @CurrentAccess() access: Access,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<ApprovalDto> {
    const approval = await this.lifting.request(access, id, reason);
    reply.header('location', `/v1/resident/approvals/${approval.id}`);
    return approvalView(approval);
  }
}
