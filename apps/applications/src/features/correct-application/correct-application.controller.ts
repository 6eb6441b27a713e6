import { Allow, CurrentAccess, type Access } from '@app/auth';
import { IdempotencyKey } from '@app/service-host';
import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { sayAccepted, type AcceptedReply } from '../accepted-answer.js';
import { ApplicationId } from '../read-application/read-application.controller.js';
import { AcceptedDto } from '../submit-application/submit-application.dto.js';
import { CorrectApplicationDto } from './correct-application.dto.js';
import { CorrectApplicationService } from './correct-application.service.js';

@ApiTags('applications')
@Controller('v1/applications')
@Allow('application.correct')
export class CorrectApplicationController {
  constructor(private readonly service: CorrectApplicationService) {}

  @Post(':id/corrections')
  @HttpCode(202)
  @ApiOperation({
    summary: '補正する',
    description: 'Answers what a section returned; may change facts of the household.',
  })
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  @ApiAcceptedResponse({ type: AcceptedDto })
  async correct(
    @ApplicationId() id: string,
    @Body() body: CorrectApplicationDto,
    @IdempotencyKey() idempotencyKey: string,
    @CurrentAccess() access: Access,
    @Res({ passthrough: true }) reply: AcceptedReply,
  ): Promise<AcceptedDto> {
    const { accepted, replayed } = await this.service.correct({
      id,
      subject: access.sub,
      idempotencyKey,
      body,
    });
    return sayAccepted(reply, accepted, replayed);
  }
}
