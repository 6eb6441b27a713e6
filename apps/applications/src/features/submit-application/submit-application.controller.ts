import { Allow, CurrentAccess, requireLevelFor, type Access } from '@app/auth';
import { IdempotencyKey } from '@app/service-host';
import { Body, Controller, HttpCode, Post, Res } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiConflictResponse,
  ApiHeader,
  ApiOperation,
  ApiServiceUnavailableResponse,
  ApiTags,
  ApiTooManyRequestsResponse,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import { sayAccepted, type AcceptedReply } from '../accepted-answer.js';
import { AcceptedDto, SubmitApplicationDto } from './submit-application.dto.js';
import { SubmitApplicationService } from './submit-application.service.js';

const RETRY_AFTER = {
  'Retry-After': { description: 'Seconds to wait at least.', schema: { type: 'integer' } },
} as const;

@ApiTags('applications')
@Controller('v1/applications')
@Allow('application.submit')
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
  @ApiConflictResponse({
    description: 'idempotency-key-in-flight: the same request is being stored; send it again',
    headers: RETRY_AFTER,
  })
  @ApiUnprocessableEntityResponse({
    description:
      'idempotency-key-reused, my-number-refused, life-event-not-supported or consent-missing',
  })
  @ApiTooManyRequestsResponse({
    description: 'too-many-requests: no room at the moment, nothing was read; send it again',
    headers: RETRY_AFTER,
  })
  @ApiServiceUnavailableResponse({
    description:
      'database-unavailable or keys-unavailable: send it again with the same key; it may have been stored',
    headers: RETRY_AFTER,
  })
  async submit(
    @Body() body: SubmitApplicationDto,
    @IdempotencyKey() idempotencyKey: string,
    @CurrentAccess() access: Access,
    @Res({ passthrough: true }) reply: AcceptedReply,
  ): Promise<AcceptedDto> {
    requireLevelFor(access, body.lifeEvent);
    const { accepted, replayed } = await this.service.submit({
      subject: access.sub,
      idempotencyKey,
      body,
    });
    return sayAccepted(reply, accepted, replayed);
  }
}
