import { Allow, CurrentAccess, type Access } from '@app/auth';
import { Controller, Get, Query } from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiGoneResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { ApplicationId } from '../read-application/read-application.controller.js';
import { AccessPageDto, ReadAccessesDto } from './accesses.dto.js';
import { ReadAccessesService } from './read-accesses.service.js';

@ApiTags('applications')
@Controller('v1/applications')
@Allow('application.accesses')
export class ReadAccessesController {
  constructor(private readonly service: ReadAccessesService) {}

  @Get(':id/accesses')
  @ApiOperation({
    summary: 'だれが何のために見たかを確かめる / Who looked at it, and why',
    description:
      '職員が見た記録を新しい順に。課・役割・目的・情報の種類を示し、職員の氏名は示しません。同じ日の同じ閲覧は一つにまとめます。ご本人の操作、機械の処理、断られた閲覧は含みません。反映まで数秒かかります。 / What staff of any section looked at or did, the newest first: section, role, purpose, kinds of data, never who it was. Equal ones of a day are one. Without the citizen’s own, a machine’s steps, and what was refused. It takes some seconds to appear.',
  })
  @ApiOkResponse({ type: AccessPageDto })
  @ApiBadRequestResponse({ description: 'invalid-request, invalid-cursor' })
  @ApiNotFoundResponse({ description: 'not-found: none, or somebody else’s' })
  @ApiGoneResponse({ description: 'case-erased' })
  read(
    @ApplicationId() id: string,
    @CurrentAccess() access: Access,
    @Query() query: ReadAccessesDto,
  ): Promise<AccessPageDto> {
    return this.service.read(id, access.sub, query);
  }
}
