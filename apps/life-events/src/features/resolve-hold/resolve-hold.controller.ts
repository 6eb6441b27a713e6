import { Allow, CurrentAccess, type Access } from '@app/auth';
import { Body, Controller, Headers, Post, Res } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiHeader,
  ApiNotFoundResponse,
  ApiOperation,
  ApiParam,
  ApiPreconditionFailedResponse,
  ApiTags,
} from '@nestjs/swagger';
import { CaseId } from '../case-id.decorator.js';
import { etagOf, versionIn, type Reply } from '../case-version.js';
import { caseView, type CaseView } from '../case-view.js';
import { ResolveHoldDto } from './resolve-hold.dto.js';
import { ResolveHoldService } from './resolve-hold.service.js';

@ApiTags('cases')
@Controller('v1/cases')
export class ResolveHoldController {
  constructor(private readonly holds: ResolveHoldService) {}

  @Post(':id/resolutions')
  @Allow('case.resolve')
  @ApiOperation({
    summary: '保留中の手続を判断する / Resolve a held task',
    description:
      '前提の手続が不受理になった手続、または補正で不要になった手続を、進めるか取り下げます。 / Lets a held task go on, or has it withdrawn.',
  })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiHeader({ name: 'If-Match', required: true, description: 'The ETag of the case as read' })
  @ApiCreatedResponse({ headers: { ETag: { schema: { type: 'string' } } } })
  @ApiNotFoundResponse({ description: 'not-found: no such case in these wards' })
  @ApiConflictResponse({ description: 'nothing-to-resolve: the task is not held' })
  @ApiPreconditionFailedResponse({ description: 'version-changed: read the case again' })
  async resolve(
    @CaseId() caseId: string,
    @Headers('if-match') ifMatch: string | undefined,
    @CurrentAccess() access: Access,
    @Body() body: ResolveHoldDto,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<CaseView> {
    const expectedVersion = versionIn(ifMatch);
    const stored = await this.holds.resolve({ caseId, expectedVersion, access, body });
    reply.header('etag', etagOf(stored));
    return caseView(stored, access);
  }
}
