import { Allow, CurrentAccess, type Access } from '@app/auth';
import { KnownPersonDto } from '@app/service-host';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiBadRequestResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { FoundCasesDto } from './found-cases.dto.js';
import { SearchCases } from './search-cases.service.js';

@ApiTags('cases')
@Controller('v1/cases/search')
export class SearchCasesController {
  constructor(private readonly cases: SearchCases) {}

  @Post()
  @HttpCode(200)
  @Allow('case.search')
  @ApiOperation({
    summary: '案件を人で探す / Look cases up by person',
    description:
      '氏名または振り仮名と生年月日で探します。仮名の大小、旧字体・異体字の違いは問いません。見える範囲は案件の閲覧と同じで、支援措置の対象となる案件は、その権限がなければ見つかりません。氏名をURLに入れないための POST です。 / By name or kana, and date of birth; small and large kana and old forms of characters count for nothing. Whoever may not read a case does not find it. A POST, as no name may stand in an address.',
  })
  @ApiOkResponse({ type: FoundCasesDto })
  @ApiBadRequestResponse({ description: 'invalid-request' })
  search(@CurrentAccess() access: Access, @Body() person: KnownPersonDto): Promise<FoundCasesDto> {
    return this.cases.search(access, person);
  }
}
