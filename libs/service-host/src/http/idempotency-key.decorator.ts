import { Problem } from '@app/observability';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';

const PRINTABLE = /^[\x21-\x7e]{1,200}$/;

/**
 * The client's Idempotency-Key (draft-ietf-httpapi-idempotency-key-header): 1 to 200 printable ASCII characters; the
 * quotes of a structured string are taken off.
 */
export const IdempotencyKey = createParamDecorator(
  (_data: unknown, context: ExecutionContext): string => {
    const { headers } = context
      .switchToHttp()
      .getRequest<{ headers: Record<string, string | string[] | undefined> }>();
    const sent = headers['idempotency-key'];
    if (sent === undefined || sent === '') throw new Problem('idempotency-key-missing');
    const key = Array.isArray(sent) ? sent.join(',') : sent;
    const plain = /^"(.*)"$/.exec(key)?.[1] ?? key;
    if (!PRINTABLE.test(plain)) throw new Problem('idempotency-key-invalid');
    return plain;
  },
);
