import type { ServiceName } from '@app/contracts';
import type { Stack } from '../../../deploy/native/src/index.js';
import type { RequestOutcome } from './client-log.js';

export interface Answer {
  readonly outcome: RequestOutcome;
  readonly status: number | null;
  /** The code of a problem, where the answer was one. */
  readonly code?: string;
  readonly body: unknown;
}

export interface Call {
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

const PATIENCE_MS = 5_000;

/** Somebody in front of a screen: one account, plain HTTP, and the wisdom that no answer is no answer. */
export class Caller {
  readonly #stack: Stack;
  readonly #account: string;
  #token?: Promise<string>;

  constructor(stack: Stack, account: string) {
    this.#stack = stack;
    this.#account = account;
  }

  /** Never rejects for what the system does: no answer in five seconds, a cut connection and a 5xx are `unknown`. */
  async call(service: ServiceName, path: string, call: Call = {}): Promise<Answer> {
    this.#token ??= this.#stack.issuer.token(this.#account);
    const headers = { ...call.headers, authorization: `Bearer ${await this.#token}` };
    try {
      const response = await fetch(`${this.#stack.service(service).url}${path}`, {
        method: call.method ?? 'GET',
        headers: call.body === undefined ? headers : { ...headers, ...JSON_BODY },
        ...(call.body !== undefined && { body: JSON.stringify(call.body) }),
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      return answerOf(response.status, await response.text());
    } catch {
      return { outcome: 'unknown', status: null, body: undefined };
    }
  }
}

const JSON_BODY = { 'content-type': 'application/json' };

function answerOf(status: number, text: string): Answer {
  const body = parsed(text);
  if (status < 300) return { outcome: 'accepted', status, body };
  const code = (body as { code?: string } | undefined)?.code;
  return {
    outcome: status >= 500 ? 'unknown' : 'refused',
    status,
    body,
    ...(code !== undefined && { code }),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
