import { Allow, CurrentAccess, type Access } from '@app/auth';
import { Problem } from '@app/observability';
import { Controller, Get, Param, ParseUUIDPipe } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApplicationViewDto } from './application-view.dto.js';
import { ReadApplicationService } from './read-application.service.js';

/** An id that is no UUID names nothing: the answer is the same as for somebody else's. */
export const ApplicationId = (): ParameterDecorator =>
  Param('id', new ParseUUIDPipe({ exceptionFactory: () => new Problem('not-found') }));

@ApiTags('applications')
@Controller('v1/applications')
@Allow('application.read')
export class ReadApplicationController {
  constructor(private readonly service: ReadApplicationService) {}

  @Get(':id')
  @ApiOperation({
    summary: '申請の状況を見る',
    description:
      'One status for all procedures: who holds each, by when, and what the citizen does next.',
  })
  @ApiOkResponse({ type: ApplicationViewDto })
  read(@ApplicationId() id: string, @CurrentAccess() access: Access): Promise<ApplicationViewDto> {
    return this.service.read(id, access.sub);
  }
}
