import { withinAccess, type AccessContext } from '@app/audit';
import { POLICY, type Action } from '@app/auth';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { Observable, mergeMap } from 'rxjs';
import {
  attemptOf,
  contextOf,
  recordIn,
  type AccessAttempt,
  type RecordedRequest,
} from './access-attempt.js';

/** An action that reaches no record of anybody leaves none when it is granted. */
const touchesRecords = (action: Action): boolean =>
  Object.values(POLICY[action].grants).some(({ reach }) => reach !== 'nothing');

/**
 * Runs each handler as the access that the guard let in: what it reads and changes in a unit of work is written down
 * there. Whatever was not, is written down here, before the answer leaves: no route can forget it.
 */
export class RecordAccessInterceptor implements NestInterceptor {
  intercept(execution: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = execution.switchToHttp().getRequest<RecordedRequest>();
    const attempt = attemptOf(request);
    const context = attempt && contextOf(request);
    if (attempt === undefined || context === undefined) return next.handle();
    attempt.context = context;
    return new Observable((subscriber) =>
      withinAccess(context, () =>
        next
          .handle()
          .pipe(mergeMap((answer) => this.recorded(request, attempt, context, answer)))
          .subscribe(subscriber),
      ),
    );
  }

  private async recorded(
    request: RecordedRequest,
    { action, audit }: AccessAttempt,
    context: AccessContext,
    answer: unknown,
  ): Promise<unknown> {
    if (audit !== undefined && !context.recorded && touchesRecords(action))
      await audit.recordNow(context, recordIn(request));
    return answer;
  }
}
