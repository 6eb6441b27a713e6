import { Problem } from '@app/observability';
import { Param, ParseUUIDPipe } from '@nestjs/common';

/** The id in the path; what can be none is not found. */
export const ProtectionId = (): ParameterDecorator =>
  Param('id', new ParseUUIDPipe({ exceptionFactory: () => new Problem('not-found') }));
