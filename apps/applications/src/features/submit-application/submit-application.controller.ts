import { Allow, CurrentPrincipal, type Principal } from '@app/auth';
import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import { ApiAcceptedResponse, ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { IdempotencyKey } from '../../idempotency/idempotency-key.decorator.js';
import { sayAccepted, type AcceptedReply } from '../accepted-answer.js';
import { AcceptedDto, SubmitApplicationDto } from './submit-application.dto.js';
import { SubmitApplicationService } from './submit-application.service.js';

@ApiTags('applications')
@Controller('v1/applications')
@Allow('citizen')
export class SubmitApplicationController {
  constructor(private readonly service: SubmitApplicationService) {}

  @Post()
  @HttpCode(202)
  @ApiOperation({
    summary: '申請する',
    description:
      'One filing for everything that follows from a life event. Answered after it is stored for good.',
  })
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  @ApiAcceptedResponse({ type: AcceptedDto })
  async submit(
    @Body() body: SubmitApplicationDto,
    @IdempotencyKey() idempotencyKey: string,
    @CurrentPrincipal() principal: Principal,
    @Res({ passthrough: true }) reply: AcceptedReply,
  ): Promise<AcceptedDto> {
    const { accepted, replayed } = await this.service.submit({
      subject: principal.sub,
      idempotencyKey,
      body,
    });
    return sayAccepted(reply, accepted, replayed);
  }
}
