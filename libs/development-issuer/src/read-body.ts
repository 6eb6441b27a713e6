import type { IncomingMessage } from 'node:http';

const MAX_BODY = 10_000;

/** @throws when it is larger than any form of ours */
export async function readBody(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) {
    body += String(chunk);
    if (body.length > MAX_BODY) throw new Error('The form is too large.');
  }
  return body;
}
