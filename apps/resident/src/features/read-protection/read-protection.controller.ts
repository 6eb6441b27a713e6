import { Allow, CurrentAccess, type Access } from '@app/auth';
import { Controller, Get, Res } from '@nestjs/common';
import {
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';
import { ProtectionId } from '../../protections/protection-id.decorator.js';
import { etagOf, type Reply } from '../../protections/protection-version.js';
import { ProtectionDto } from '../../protections/protection.dto.js';
import { ReadProtection } from './read-protection.service.js';

@ApiTags('resident')
@Controller('v1/resident/protections')
export class ReadProtectionController {
  constructor(private readonly protections: ReadProtection) {}

  @Get(':id')
  @Allow('protection.read')
  @ApiOperation({ summary: '支援措置を見る / One protection' })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiOkResponse({ type: ProtectionDto, headers: { ETag: { schema: { type: 'string' } } } })
  @ApiNotFoundResponse({ description: 'not-found: none, or not for the caller' })
  async read(
    @ProtectionId() id: string,
    @CurrentAccess() access: Access,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<ProtectionDto> {
    const view = await this.protections.read(access, id);
    reply.header('etag', etagOf(view));
    return view;
  }
}
