import { Allow, CurrentAccess, type Access } from '@app/auth';
import { Body, Controller, Headers, HttpCode, Post } from '@nestjs/common';
import { SubmitApplicationDto } from '../../../apps/applications/src/features/submit-application/submit-application.dto.js';
import { type Accepted, SubmitApplicationService } from './submit-application.service.js';

@Controller('v1/applications')
export class SubmitApplicationController {
  constructor(private readonly service: SubmitApplicationService) {}

  @Post()
  @HttpCode(202)
  @Allow('application.submit')
  submit(
    @Body() body: SubmitApplicationDto,
    @Headers('idempotency-key') key: string,
    @CurrentAccess() { sub }: Access,
  ): Promise<Accepted> {
    return this.service.submit(sub, key, body);
  }
}
