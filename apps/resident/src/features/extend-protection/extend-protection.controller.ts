import { Allow, CurrentAccess, type Access } from '@app/auth';
import { Body, Controller, Headers, HttpCode, Post, Res, applyDecorators } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiHeader,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiPreconditionFailedResponse,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import { ProtectionId } from '../../protections/protection-id.decorator.js';
import { etagOf, type Reply } from '../../protections/protection-version.js';
import { ProtectionDto } from '../../protections/protection.dto.js';
import { AddAddressesDto, ExtendProtectionDto } from './extend-protection.dto.js';
import { ExtendProtection } from './extend-protection.service.js';

const ChangesProtection = (): MethodDecorator =>
  applyDecorators(
    HttpCode(200),
    ApiParam({ name: 'id', format: 'uuid' }),
    ApiHeader({ name: 'If-Match', required: true, example: '"1"' }),
    ApiOkResponse({ type: ProtectionDto }),
    ApiNotFoundResponse({ description: 'not-found: none, or not for the caller' }),
    ApiConflictResponse({ description: 'protection-lifted, extension-too-early' }),
    ApiPreconditionFailedResponse({ description: 'version-changed, with the current ETag' }),
    ApiResponse({ status: 428, description: 'if-match-missing' }),
  );

@ApiTags('resident')
@Controller('v1/resident/protections/:id')
export class ExtendProtectionController {
  constructor(private readonly protections: ExtendProtection) {}

  @Post('extension')
  @Allow('protection.extend')
  @ChangesProtection()
  @ApiOperation({
    summary: '支援措置を延長する / Extend a protection',
    description: '期間が終わる1か月前から、1年ずつ。 / By one year, from one month before its end.',
  })
  async extend(
    @ProtectionId() id: string,
    @Body() { decision }: ExtendProtectionDto,
    @CurrentAccess() access: Access,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<ProtectionDto> {
    const view = await this.protections.extend({ access, id, ifMatch }, decision);
    reply.header('etag', etagOf(view));
    return view;
  }

  @Post('addresses')
  @Allow('protection.add-addresses')
  @ChangesProtection()
  @ApiOperation({
    summary: '支援措置の住所を追加する / Add addresses',
    description:
      '本人が転居するとき、届出の前に登録してください。前の住所も引き続き保護されます。 / Before the person moves; earlier addresses stay hidden.',
  })
  async addAddresses(
    @ProtectionId() id: string,
    @Body() { addresses }: AddAddressesDto,
    @CurrentAccess() access: Access,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<ProtectionDto> {
    const view = await this.protections.addAddresses({ access, id, ifMatch }, addresses);
    reply.header('etag', etagOf(view));
    return view;
  }
}
