import { Problem } from '@app/observability';
import type { IncomingMessage } from 'node:http';

/** Bytes; what the services take. A body is held as a whole, so that it can be given to a second process. */
const LARGEST = 256 * 1024;
/** Where files are taken: the most that ATTACHMENT_MAX_MB allows, and what is around a file. The service knows its own limit. */
const LARGEST_FORM = 26 * 1024 * 1024;
const TAKES_FILE = /^\/v1\/applications\/[^/]+\/tasks\/[^/]+\/attachments$/;

/** The whole body of a request; undefined when it has none. @throws Problem payload-too-large */
export async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const { headers, url = '' } = request;
  const largest = TAKES_FILE.test(url) ? LARGEST_FORM : LARGEST;
  if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined)
    return undefined;
  if (Number(headers['content-length'] ?? 0) > largest) throw tooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largest) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

/** The rest of the body is not read, so the connection cannot serve another request. */
const tooLarge = (): Problem =>
  new Problem('payload-too-large', { headers: { connection: 'close' } });
