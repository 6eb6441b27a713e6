import { Allow, CurrentAccess, type Access } from '@app/auth';
import { Problem } from '@app/observability';
import { IdempotencyKey } from '@app/service-host';
import {
  Body,
  Controller,
  Get,
  HttpCode,
  Param,
  ParseUUIDPipe,
  Post,
  Res,
  StreamableFile,
} from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiConflictResponse,
  ApiGoneResponse,
  ApiHeader,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiProduces,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import type { Reply } from '../case-version.js';
import { CaseExports } from './case-exports.service.js';
import { CaseExportDto, RequestExportDto } from './export-cases.dto.js';

const NDJSON = 'application/x-ndjson';

const ExportId = (): ParameterDecorator =>
  Param('id', new ParseUUIDPipe({ exceptionFactory: () => new Problem('not-found') }));

@ApiTags('cases')
@Controller('v1/cases/exports')
export class ExportCasesController {
  constructor(private readonly exports: CaseExports) {}

  @Post()
  @HttpCode(202)
  @Allow('case.export')
  @ApiOperation({
    summary: '統計用の一括出力を申請する / Ask for a bulk export',
    description:
      '期間・区・ライフイベントを指定します。同じ権限を持つ別の人が承認すると、申請した人が一度だけ受け取れます。 / Another person with the same right approves it at /v1/cases/approvals; then who asked takes it, once.',
  })
  @ApiHeader({ name: 'Idempotency-Key', required: true })
  @ApiAcceptedResponse({
    type: CaseExportDto,
    headers: { Location: { schema: { type: 'string' } } },
  })
  @ApiNotFoundResponse({ description: 'not-found: a ward that is not the caller’s' })
  @ApiConflictResponse({ description: 'idempotency-key-in-flight' })
  @ApiUnprocessableEntityResponse({ description: 'idempotency-key-reused' })
  async request(
    @Body() body: RequestExportDto,
    @IdempotencyKey() key: string,
    @CurrentAccess() access: Access,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<CaseExportDto> {
    const { view, replayed } = await this.exports.request(access, key, body);
    reply.header('location', `/v1/cases/exports/${view.id}`);
    if (replayed) reply.header('idempotent-replayed', 'true');
    return view;
  }

  @Get(':id')
  @Allow('case.export-read')
  @ApiOperation({ summary: '一括出力の状態を見る / What has become of a bulk export' })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiOkResponse({ type: CaseExportDto })
  @ApiNotFoundResponse({ description: 'not-found: no such export, or not for the caller' })
  read(@ExportId() id: string, @CurrentAccess() access: Access): Promise<CaseExportDto> {
    return this.exports.read(access, id);
  }

  @Post(':id/content')
  @HttpCode(200)
  @Allow('case.export-take')
  @ApiOperation({
    summary: '一括出力を一度だけ受け取る / Take an approved bulk export, once',
    description:
      '1行に1件のJSON。氏名・番号・日付は含みません。支援措置の対象となる案件と、5件に満たない区分の案件は含みません。最後の行（kind: end）がなければ途中で切れています。 / One JSON document a line. No names, no ids, no days; without restricted cases and without cells of fewer than five. Without its last line (kind: end) it is not whole. A POST, as it uses the approval up.',
  })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiProduces(NDJSON)
  @ApiOkResponse({ schema: { type: 'string' } })
  @ApiNotFoundResponse({ description: 'not-found: no such export, or somebody else asked for it' })
  @ApiConflictResponse({ description: 'not-approved; approval-ended: refused, or taken already' })
  @ApiGoneResponse({ description: 'approval-expired: ask again' })
  async take(@ExportId() id: string, @CurrentAccess() access: Access): Promise<StreamableFile> {
    const lines = await this.exports.take(access, id);
    const disposition = `attachment; filename="madoguchi-${id}.ndjson"`;
    return new StreamableFile(lines, { type: NDJSON, disposition });
  }
}
