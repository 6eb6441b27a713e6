import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { Problem, fieldAt, type FieldError, type Logger, type Metrics } from '@app/observability';
import { Counter } from 'prom-client';
import { myNumbersIn } from './my-numbers-in.js';

interface Request {
  readonly id: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly routeOptions: { readonly url?: string };
  readonly body?: unknown;
  readonly params?: unknown;
  readonly query?: unknown;
}

/** Of the header fields those whose text we keep or compare; a token is no text of a person's. */
const HEADERS = ['idempotency-key', 'last-event-id', 'if-match'] as const;
const MAX_ERRORS = 50;
const MESSAGE =
  '個人番号（マイナンバー）として有効な12桁の数字があります。取り除いて送信してください。電話番号は市外局番か「+」から書いてください。' +
  ' / Twelve digits here are a valid My Number. Send the request without them; write a telephone number from its 0 or +.';

const guards = new WeakMap<object, RefuseMyNumbersGuard>();

/**
 * The same for what a handler reads itself, such as the texts of a form: no guard can see them before.
 * @throws Problem `my-number-refused`, which says where and never what
 */
export const refuseMyNumbersIn = (request: object, value: unknown): void =>
  guards.get(request)?.refuse(request as Request, myNumbersIn(value, '').map(fieldAt));

/**
 * The one place where individual numbers (個人番号) end: no route of any service takes one, in a body, however deep and
 * also as a name, in a path, a query or a header. Runs behind the guard that knows who calls and before anything reads.
 */
export class RefuseMyNumbersGuard implements CanActivate {
  readonly #refused: Counter<'route'>;

  constructor(
    private readonly logger: Logger,
    { registry }: Metrics,
  ) {
    this.#refused = new Counter({
      name: 'madoguchi_my_numbers_refused_total',
      help: 'Requests that were refused because they held an individual number.',
      labelNames: ['route'] as const,
      registers: [registry],
    });
  }

  /** @throws Problem `my-number-refused`, which says where and never what */
  canActivate(context: ExecutionContext): boolean {
    if (context.getType() !== 'http') return true;
    const request = context.switchToHttp().getRequest<Request>();
    guards.set(request, this);
    this.refuse(request, fieldsWithNumbers(request));
    return true;
  }

  /** @throws Problem `my-number-refused` when there is any field */
  refuse(request: Request, fields: readonly string[]): void {
    if (fields.length === 0) return;
    this.report(request, fields.length);
    throw new Problem('my-number-refused', { errors: fields.slice(0, MAX_ERRORS).map(errorAt) });
  }

  /** Where it stood is not logged: a field may bear a name that somebody chose. */
  private report({ id: requestId, method, routeOptions }: Request, count: number): void {
    const route = routeOptions.url ?? 'unknown';
    this.#refused.inc({ route });
    this.logger.warn({ requestId, method, route, count }, 'An individual number was refused');
  }
}

function fieldsWithNumbers({ body, params, query, headers }: Request): string[] {
  const named = Object.fromEntries(HEADERS.map((name) => [name, headers[name]]));
  return [body, params, query, named].flatMap((part) => myNumbersIn(part, '')).map(fieldAt);
}

const errorAt = (field: string): FieldError => ({ field, code: 'my-number', message: MESSAGE });
