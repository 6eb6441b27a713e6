import { accessOf, type Access } from '@app/auth';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';

/** Which task is to be changed, by whom, and which version of it they read. */
export interface TaskTarget {
  readonly taskId: string;
  readonly access: Access;
  readonly ifMatch: string | undefined;
}

interface Request {
  readonly params: { readonly id: string };
  readonly headers: { readonly 'if-match'?: string };
}

/** The TaskTarget of the request, for routes made with `@ChangesTask`. */
export const Target: () => ParameterDecorator = createParamDecorator(
  (_data: unknown, context: ExecutionContext): TaskTarget => {
    const request = context.switchToHttp().getRequest<Request>();
    const access = accessOf(request);
    if (access === undefined) throw new Error('@Target() needs @ChangesTask on the route.');
    return { taskId: request.params.id, access, ifMatch: request.headers['if-match'] };
  },
);
