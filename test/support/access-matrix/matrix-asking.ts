import { randomUUID } from 'node:crypto';
import type { System } from '../system.js';
import type { MatrixCaller } from './matrix-callers.js';
import { bodyOf, mustStatePurpose, type MatrixRoute } from './matrix-routes.js';

export interface Answer {
  readonly status: number;
  /** All header fields but those that differ from answer to answer. */
  readonly headers: string;
  readonly text: string;
}

/** How a request is changed, so that no order of checks tells what exists. */
export type Variant = (init: RequestInit & { headers: Record<string, string> }) => RequestInit;

const DIFFERENT_EACH_TIME = new Set(['date', 'x-request-id', 'keep-alive', 'connection']);

/** The path with these ids in their places; what they do not name is nowhere. */
export function at(path: string, ...ids: readonly string[]): string {
  const left = [...ids];
  return path.replaceAll(/\{[^}]+\}/g, () => left.shift() ?? randomUUID());
}

const without =
  (name: string): Variant =>
  ({ headers, ...init }) => ({
    ...init,
    headers: Object.fromEntries(Object.entries(headers).filter(([field]) => field !== name)),
  });
const withHeader =
  (name: string, value: string): Variant =>
  (init) => ({ ...init, headers: { ...init.headers, [name]: value } });
const withBody =
  (body: string): Variant =>
  (init) => ({ ...init, body });

/** Requests about something that is not the caller's, besides the plain one. */
export const variantsFor = ({ method }: MatrixRoute, usedKey: string): Variant[] =>
  method === 'GET'
    ? [
        (init) => ({ ...init, method: 'HEAD' }),
        withHeader('if-none-match', '"1"'),
        withHeader('last-event-id', '1'),
      ]
    : [
        without('if-match'),
        without('idempotency-key'),
        withHeader('if-match', '"1"'),
        withHeader('idempotency-key', usedKey),
        withBody('{"unknown":1}'),
        withBody('{}'),
        withBody('{'),
      ];

/** Asks a running system as somebody. Fetches each caller's token once. */
export class Asking {
  private readonly tokens = new Map<string, Promise<string>>();

  /** @param usedKey an Idempotency-Key that the owner of the records has used */
  constructor(
    private readonly system: System,
    readonly usedKey: string,
  ) {}

  async ask(
    route: MatrixRoute,
    path: string,
    caller: MatrixCaller,
    variant: Variant = (init) => init,
  ): Promise<Answer> {
    const headers = {
      authorization: `Bearer ${await this.tokenOf(caller)}`,
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
      'if-match': '"999"',
      ...(mustStatePurpose(route) && { 'madoguchi-purpose': 'statistics' }),
    };
    const body = JSON.stringify(bodyOf(route));
    const init = { method: route.method, headers, ...(route.method !== 'GET' && { body }) };
    return answerOf(await fetch(`${this.system.urlOf('applications')}${path}`, variant(init)));
  }

  private tokenOf(caller: MatrixCaller): Promise<string> {
    const { name, ...claims } = caller;
    const token = this.tokens.get(name) ?? this.system.tokenOf(claims);
    this.tokens.set(name, token);
    return token;
  }
}

async function answerOf(answer: Response): Promise<Answer> {
  const headers = [...answer.headers]
    .filter(([name]) => !DIFFERENT_EACH_TIME.has(name))
    .map((field) => field.join(': '))
    .join('\n');
  if (!answer.headers.get('content-type')?.startsWith('text/event-stream'))
    return { status: answer.status, headers, text: await answer.text() };
  await answer.body?.cancel();
  return { status: answer.status, headers, text: '' };
}

/** Makes what routes are then tried on. @throws unless it is made */
export async function made<T>(
  system: System,
  account: string,
  path: string,
  body: object,
): Promise<T> {
  const answer = await fetch(`${system.urlOf('applications')}${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await system.tokenOf(account)}`,
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
      ...(path.endsWith('/exports') && { 'madoguchi-purpose': 'statistics' }),
    },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}
