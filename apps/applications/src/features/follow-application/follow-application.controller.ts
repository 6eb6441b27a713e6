import { Allow, CurrentAccess, type Access } from '@app/auth';
import {
  SERVICE_RUNTIME,
  streamEvents,
  type EventReply,
  type ServiceRuntime,
} from '@app/service-host';
import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { map } from 'rxjs';
import { ApplicationId } from '../read-application/read-application.controller.js';
import { ReadApplicationService } from '../read-application/read-application.service.js';
import { StatusFollowers } from './status-followers.js';

@ApiTags('applications')
@Controller('v1/applications')
@Allow('application.follow')
export class FollowApplicationController {
  constructor(
    private readonly applications: ReadApplicationService,
    private readonly followers: StatusFollowers,
    @Inject(SERVICE_RUNTIME) private readonly runtime: ServiceRuntime,
  ) {}

  @Get(':id/stream')
  @ApiProduces('text/event-stream')
  @ApiOperation({
    summary: '申請の状況を続けて受け取る',
    description:
      'Server-sent events: the present status at once, then every change; ends when the application has ended.',
  })
  async follow(
    @ApplicationId() id: string,
    @CurrentAccess() access: Access,
    @Res() reply: EventReply,
  ): Promise<void> {
    const first = await this.applications.read(id, access.sub);
    const events = this.followers
      .follow(first, access.sub)
      .pipe(map((view) => ({ event: 'status', id: String(view.version), data: view })));
    streamEvents(reply, events, { stopping: this.runtime.stopping });
  }
}
