import { Allow, CurrentAccess, type Access } from '@app/auth';
import { Controller, Get, Query } from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { CasePageDto, ListCasesDto } from './list-cases.dto.js';
import { ListCasesService } from './list-cases.service.js';

@ApiTags('cases')
@Controller('v1/cases')
export class ListCasesController {
  constructor(private readonly cases: ListCasesService) {}

  @Get()
  @Allow('case.list')
  @ApiOperation({
    summary: '判断を待つ案件の一覧 / Cases that wait',
    description:
      '受け付けた順。氏名は含みません。責任者は自分の区、運用担当はすべての区。 / The oldest first, without names; a supervisor sees their wards, operations all.',
  })
  @ApiOkResponse({ type: CasePageDto })
  @ApiBadRequestResponse({ description: 'invalid-request, invalid-cursor' })
  @ApiNotFoundResponse({ description: 'not-found: a ward that is not the caller’s' })
  list(@CurrentAccess() access: Access, @Query() query: ListCasesDto): Promise<CasePageDto> {
    return this.cases.list(access, query);
  }
}
