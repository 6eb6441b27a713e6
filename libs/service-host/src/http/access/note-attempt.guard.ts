import { actionOf } from '@app/auth';
import type { Audit } from '@app/audit';
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { noteAttempt } from './access-attempt.js';

/** By the class of a controller: whose records tell of its routes. */
export type Audits = ReadonlyMap<unknown, Audit>;

/** Stands before every other guard, so that also what they refuse is known for what it was. */
export class NoteAttemptGuard implements CanActivate {
  constructor(private readonly audits: Audits) {}

  canActivate(context: ExecutionContext): boolean {
    const action = actionOf(context);
    if (context.getType() === 'http' && action !== undefined)
      noteAttempt(context.switchToHttp().getRequest<object>(), {
        action,
        audit: this.audits.get(context.getClass()),
      });
    return true;
  }
}
