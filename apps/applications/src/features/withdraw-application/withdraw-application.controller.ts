import { Allow, CurrentAccess, type Access } from '@app/auth';
import { IdempotencyKey } from '@app/service-host';
import { Controller, HttpCode, Post, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { sayAccepted, type AcceptedReply } from '../accepted-answer.js';
import { ApplicationId } from '../read-application/read-application.controller.js';
import { AcceptedDto } from '../submit-application/submit-application.dto.js';
import { WithdrawApplicationService } from './withdraw-application.service.js';

@ApiTags('applications')
@Controller('v1/applications')
@Allow('application.withdraw')
export class WithdrawApplicationController {
  constructor(private readonly service: WithdrawApplicationService) {}

  @Post(':id/withdrawal')
  @HttpCode(202)
  @ApiOperation({
    summary: '申請を取り下げる',
    description: 'A request: each section answers whether it can still withdraw its task.',
  })
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  @ApiAcceptedResponse({ type: AcceptedDto })
  async withdraw(
    @ApplicationId() id: string,
    @IdempotencyKey() idempotencyKey: string,
    @CurrentAccess() access: Access,
    @Res({ passthrough: true }) reply: AcceptedReply,
  ): Promise<AcceptedDto> {
    const { accepted, replayed } = await this.service.withdraw({
      id,
      subject: access.sub,
      idempotencyKey,
    });
    return sayAccepted(reply, accepted, replayed);
  }
}
