import { Agent, request, type IncomingMessage } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { now } from './clock.js';
import type { LoggedFiling } from './load.js';

export interface PreparedFiling {
  readonly idempotencyKey: string;
  readonly token: string;
  readonly body: Buffer;
}

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly retryAfterMs: number;
}

const RETRY_MS = 200;
const GIVE_UP_MS = 60_000;
const TIMEOUT_MS = 15_000;

/** A careful front end: the same key again until there is an answer that counts. */
export class FilingClient {
  private readonly agent: Agent;
  private readonly target: URL;

  constructor(url: string, connections: number) {
    this.target = new URL('/v1/applications', url);
    this.agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  async submit(filing: PreparedFiling, dueAt: number): Promise<LoggedFiling> {
    const { idempotencyKey } = filing;
    let trouble: string | undefined;
    for (let tries = 1; ; tries += 1) {
      const answer = await this.send(filing).catch((error: Error) => error);
      const answeredAt = now();
      if (!(answer instanceof Error) && answer.status === 202) {
        const { applicationId, caseId } = JSON.parse(answer.text) as Accepted;
        const log = {
          idempotencyKey,
          dueAt,
          answeredAt,
          tries,
          accepted: { applicationId, caseId },
        };
        return trouble === undefined ? log : { ...log, trouble };
      }
      trouble = answer instanceof Error ? answer.message : `${answer.status} ${answer.text}`;
      const isFinal = !(answer instanceof Error) && !isTemporary(answer.status);
      if (isFinal || answeredAt - dueAt > GIVE_UP_MS)
        return { idempotencyKey, dueAt, answeredAt, tries, trouble };
      await wait(answer instanceof Error ? RETRY_MS : answer.retryAfterMs);
    }
  }

  close(): void {
    this.agent.destroy();
  }

  private send({ idempotencyKey, token, body }: PreparedFiling): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const sent = request(
        this.target,
        {
          method: 'POST',
          agent: this.agent,
          timeout: TIMEOUT_MS,
          headers: {
            authorization: `Bearer ${token}`,
            'content-type': 'application/json',
            'content-length': body.length,
            'idempotency-key': idempotencyKey,
          },
        },
        (response) => void read(response).then(resolve, reject),
      );
      sent.on('error', reject);
      sent.on('timeout', () => sent.destroy(new Error('no answer in time')));
      sent.end(body);
    });
  }
}

interface Accepted {
  applicationId: string;
  caseId: string;
}

const isTemporary = (status: number): boolean => status >= 500 || status === 409 || status === 429;

async function read(response: IncomingMessage): Promise<Answer> {
  const parts: Buffer[] = [];
  for await (const part of response) parts.push(part as Buffer);
  const seconds = Number(response.headers['retry-after']);
  return {
    status: response.statusCode ?? 0,
    text: Buffer.concat(parts).toString('utf8'),
    retryAfterMs: Number.isFinite(seconds) ? seconds * 1000 : RETRY_MS,
  };
}
