import { Allow, CurrentAccess, type Access } from '@app/auth';
import type { Clock } from '@app/observability';
import { CLOCK } from '@app/service-host';
import { Controller, Get, Inject, Res } from '@nestjs/common';
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
import { ruleChangeOf, type RuleChange } from './rule-change.js';

/** With what the current rules have otherwise, where the case is pinned to older ones. */
type ReadCase = CaseView & { readonly ruleChange?: RuleChange };

@ApiTags('cases')
@Controller('v1/cases')
export class ReadCaseController {
  constructor(
    private readonly cases: ReadCaseService,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get(':id')
  @Allow('case.read')
  @ApiOperation({
    summary: '案件の全体を見る / One case',
    description:
      '手続ごとの状態と依存関係。氏名は含みません。案件は受付時のルールで進みます。現行のルールが異なるときは、異なる行と手続を ruleChange に示します。 / Every task with its state and what it depends on; no names. The ETag is the version for If-Match. A case stays on its rule set: where the current one differs, ruleChange names the rows and their procedures.',
  })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiOkResponse({ headers: { ETag: { schema: { type: 'string' } } } })
  @ApiNotFoundResponse({ description: 'not-found: no such case in these wards' })
  async read(
    @CaseId() id: string,
    @CurrentAccess() access: Access,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<ReadCase> {
    const stored = await this.cases.read(id, access);
    reply.header('etag', etagOf(stored));
    const view = caseView(stored, access);
    const ruleChange = ruleChangeOf(view, this.clock.today());
    return ruleChange === undefined ? view : { ...view, ruleChange };
  }
}
