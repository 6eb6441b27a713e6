import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** What the peer does with a whole stream: a line as clamd words it, silence, or the end of the connection. */
export type PeerAnswer = { readonly line: string } | 'silence' | 'cut';

export interface ClamdPeer {
  /** As `ATTACHMENT_SCANNER` names it. */
  readonly address: string;
  /** Everything that was streamed, in order. */
  readonly streams: Buffer[];
  /** From now on; a promise is waited for. */
  answer(with_: (content: Buffer) => PeerAnswer | Promise<PeerAnswer>): void;
  stop(): Promise<void>;
}

export interface ClamdPeerOptions {
  /** As clamd's StreamMaxLength. */
  readonly streamMaxLength?: number;
  /** A unix socket instead of a port. */
  readonly path?: string;
}

/** Harmless, and found by every scanner (eicar.org). In parts, so that no scanner finds this very file. */
export const EICAR = [
  'X5O!P%@AP[4\\PZX54(P^)7CC)7}$',
  'EICAR-STANDARD-ANTIVIRUS-TEST-FILE',
  '!$H+H*',
].join('');

const COMMAND = 'zINSTREAM\0';
export const OK: PeerAnswer = { line: 'stream: OK' };
export const FOUND: PeerAnswer = { line: 'stream: Eicar-Test-Signature FOUND' };

const asClamd = (content: Buffer): PeerAnswer => (content.includes('EICAR-STANDARD') ? FOUND : OK);

/** Speaks what clamd speaks (clamd(8), INSTREAM), and finds EICAR. */
export async function clamdPeer({
  streamMaxLength = 25 * 1024 * 1024,
  path,
}: ClamdPeerOptions = {}): Promise<ClamdPeer> {
  const streams: Buffer[] = [];
  const sockets = new Set<Socket>();
  let answerOf: (content: Buffer) => PeerAnswer | Promise<PeerAnswer> = asClamd;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    let received = Buffer.alloc(0);
    let ended = false;
    socket.on('data', (part) => {
      received = Buffer.concat([received, part]);
      const found = ended ? undefined : streamIn(received, streamMaxLength);
      if (found === undefined) return;
      ended = true;
      if (typeof found === 'string') return void socket.end(`${found}\0`);
      streams.push(found);
      void Promise.resolve(answerOf(found)).then((answer) => {
        if (answer === 'cut') socket.destroy();
        else if (answer !== 'silence') socket.end(`${answer.line}\0`);
      });
    });
  });
  await new Promise<void>((resolve) =>
    server.listen(path ?? { port: 0, host: '127.0.0.1' }, resolve),
  );
  return {
    address:
      path === undefined
        ? `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`
        : `unix:${path}`,
    streams,
    answer: (with_) => {
      answerOf = with_;
    },
    stop: () => closed(server, sockets),
  };
}

/** The whole stream, a refusal of it, or undefined while more is to come. */
function streamIn(received: Buffer, streamMaxLength: number): Buffer | string | undefined {
  if (received.length < COMMAND.length) return undefined;
  if (received.subarray(0, COMMAND.length).toString('latin1') !== COMMAND) return 'UNKNOWN COMMAND';
  const chunks: Buffer[] = [];
  let length = 0;
  for (let at = COMMAND.length; at + 4 <= received.length;) {
    const size = received.readUInt32BE(at);
    if (size === 0) return Buffer.concat(chunks);
    length += size;
    if (length > streamMaxLength) return 'INSTREAM size limit exceeded. ERROR';
    chunks.push(received.subarray(at + 4, at + 4 + size));
    at += 4 + size;
  }
  return undefined;
}

async function closed(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  for (const socket of sockets) socket.destroy();
  if (server.listening) await new Promise((resolve) => server.close(resolve));
}
