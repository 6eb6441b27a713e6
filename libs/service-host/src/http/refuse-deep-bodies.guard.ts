import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Problem } from '@app/observability';
import { MAX_DEPTH, isTooDeep } from './nesting.js';

/** Before validation, which goes down into a body and would run out of its stack. */
export class RefuseDeepBodiesGuard implements CanActivate {
  /** @throws Problem `invalid-request` */
  canActivate(context: ExecutionContext): boolean {
    if (context.getType() !== 'http') return true;
    if (!isTooDeep(context.switchToHttp().getRequest<{ readonly body?: unknown }>().body))
      return true;
    const message = `入れ子は${MAX_DEPTH}段までです。 / At most ${MAX_DEPTH} levels within each other.`;
    throw new Problem('invalid-request', { errors: [{ field: '', code: 'too-deep', message }] });
  }
}
