import { Allow, CurrentPrincipal, type Principal } from '@app/auth';
import { Body, Controller, Headers, HttpCode, Post } from '@nestjs/common';
import { SubmitApplicationDto } from '../../../apps/applications/src/features/submit-application/submit-application.dto.js';
import { type Accepted, SubmitApplicationService } from './submit-application.service.js';

@Controller('v1/applications')
export class SubmitApplicationController {
  constructor(private readonly service: SubmitApplicationService) {}

  @Post()
  @HttpCode(202)
  @Allow('citizen')
  submit(
    @Body() body: SubmitApplicationDto,
    @Headers('idempotency-key') key: string,
    @CurrentPrincipal() { sub }: Principal,
  ): Promise<Accepted> {
    return this.service.submit(sub, key, body);
  }
}
