import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import type { ProblemCode } from '@app/contracts';
import { PROBLEM_JSON, Problem, toProblemJson } from '@app/observability';

const CODES: Readonly<Record<string, ProblemCode>> = {
  HPE_HEADER_OVERFLOW: 'headers-too-large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request-timeout',
};

/**
 * What Node could not read as a request, or has waited for too long, has neither route nor hooks: it is answered on its
 * bare connection, which ends. Nothing of what was sent is in the answer.
 */
export function refuseUnreadableRequest(
  { code = '' }: Error & { readonly code?: string },
  socket: Socket,
): void {
  if (code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const problem = new Problem(CODES[code] ?? 'invalid-request');
  const body = JSON.stringify(toProblemJson(problem, randomUUID()));
  const head = [
    `HTTP/1.1 ${problem.status} Refused`,
    `Content-Type: ${PROBLEM_JSON}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    'X-Content-Type-Options: nosniff',
    'Connection: close',
  ];
  socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
  // Whoever dribbles would leave its half open for ever.
  socket.destroySoon();
}
