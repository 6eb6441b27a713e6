import { Problem } from '@app/observability';
import { Param, ParseUUIDPipe } from '@nestjs/common';

/** An id that is no UUID names nothing: the answer is the same as for what the caller may not see. */
export const ApprovalId = (): ParameterDecorator =>
  Param('id', new ParseUUIDPipe({ exceptionFactory: () => new Problem('not-found') }));
