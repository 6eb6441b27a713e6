import { ProblemFilter, toProblem, type Logger } from '@app/observability';
import { Catch, type ArgumentsHost } from '@nestjs/common';
import { attemptOf, refusedAccess, type RecordedRequest } from './access-attempt.js';

/** Nobody was refused anything: the system had no time. */
const TOO_BUSY = new Set([429, 503]);

/** The one filter of problems, which also has every refused access written down with the code of its refusal. */
@Catch()
export class RecordingProblemFilter extends ProblemFilter {
  constructor(logger: Logger) {
    super(logger);
  }

  override catch(thrown: unknown, host: ArgumentsHost): void {
    super.catch(thrown, host);
    const request = host.switchToHttp().getRequest<RecordedRequest>();
    const attempt = attemptOf(request);
    if (attempt?.audit === undefined || attempt.context?.recorded === true) return;
    const { code, status } = toProblem(thrown);
    if (TOO_BUSY.has(status)) return;
    const refusal = {
      outcome: status >= 500 ? ('failed' as const) : ('refused' as const),
      reason: code,
      ...(code === 'my-number-refused' && { numberTouched: true }),
    };
    attempt.audit.refusals.note(refusedAccess(request, attempt.action, refusal));
  }
}
