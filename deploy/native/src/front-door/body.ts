import { Problem } from '@app/observability';
import type { IncomingMessage } from 'node:http';

/** Bytes; what the services take. A body is held as a whole, so that it can be given to a second process. */
const LARGEST = 256 * 1024;

/** The whole body of a request; undefined when it has none. @throws Problem payload-too-large */
export async function bodyOf(request: IncomingMessage): Promise<Buffer | undefined> {
  const { headers } = request;
  if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined)
    return undefined;
  if (Number(headers['content-length'] ?? 0) > LARGEST) throw tooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

/** The rest of the body is not read, so the connection cannot serve another request. */
const tooLarge = (): Problem =>
  new Problem('payload-too-large', { headers: { connection: 'close' } });
