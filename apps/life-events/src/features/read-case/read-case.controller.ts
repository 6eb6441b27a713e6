import { Allow, CurrentPrincipal, type Principal } from '@app/auth';
import { Controller, Get, Res } from '@nestjs/common';
import {
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';
import { CaseId } from '../case-id.decorator.js';
import { etagOf, type Reply } from '../case-version.js';
import { caseView, type CaseView } from '../case-view.js';
import { ReadCaseService } from './read-case.service.js';

@ApiTags('cases')
@Controller('v1/cases')
export class ReadCaseController {
  constructor(private readonly cases: ReadCaseService) {}

  @Get(':id')
  @Allow('officer', 'supervisor', 'operator')
  @ApiOperation({
    summary: '案件の全体を見る / One case',
    description:
      '手続ごとの状態と依存関係。氏名は含みません。 / Every task with its state and what it depends on; no names. The ETag is the version for If-Match.',
  })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiOkResponse({ headers: { ETag: { schema: { type: 'string' } } } })
  @ApiNotFoundResponse({ description: 'not-found: no such case in these wards' })
  async read(
    @CaseId() id: string,
    @CurrentPrincipal() principal: Principal,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<CaseView> {
    const stored = await this.cases.read(id, principal);
    reply.header('etag', etagOf(stored));
    return caseView(stored);
  }
}
