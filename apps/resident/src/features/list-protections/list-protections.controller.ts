import { Allow, CurrentAccess, type Access } from '@app/auth';
import { KnownPersonDto } from '@app/service-host';
import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { ListProtectionsDto, ProtectionPageDto } from './list-protections.dto.js';
import { ListProtections } from './list-protections.service.js';

@ApiTags('resident')
@Controller('v1/resident/protections')
export class ListProtectionsController {
  constructor(private readonly protections: ListProtections) {}

  @Get()
  @Allow('protection.list')
  @ApiOperation({
    summary: '支援措置の一覧 / Protections',
    description:
      '期間の終わりが早い順。期間が過ぎたものも、解除されるまで保護は続き、判断が必要なものとして表示されます。 / What ends first comes first. One whose period is over goes on protecting and is shown as due for review.',
  })
  @ApiOkResponse({ type: ProtectionPageDto })
  @ApiBadRequestResponse({ description: 'invalid-request, invalid-cursor' })
  @ApiNotFoundResponse({ description: 'not-found: another section' })
  list(
    @CurrentAccess() access: Access,
    @Query() query: ListProtectionsDto,
  ): Promise<ProtectionPageDto> {
    return this.protections.list(access, query);
  }

  @Post('search')
  @HttpCode(200)
  @Allow('protection.search')
  @ApiOperation({
    summary: '支援措置を人で探す / Look protections up by person',
    description:
      '氏名または振り仮名と生年月日で、有効なものを探します。氏名をURLに入れないための POST です。 / Those in force, by name or kana and date of birth. A POST, as no name may stand in an address.',
  })
  @ApiOkResponse({ type: ProtectionPageDto })
  @ApiBadRequestResponse({ description: 'invalid-request' })
  @ApiNotFoundResponse({ description: 'not-found: another section' })
  search(
    @CurrentAccess() access: Access,
    @Body() person: KnownPersonDto,
  ): Promise<ProtectionPageDto> {
    return this.protections.search(access, person);
  }
}
