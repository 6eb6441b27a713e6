import { connect, type NetConnectOpts, type Socket } from 'node:net';
import type { ScanVerdict } from '../../domain/attachment.js';
import type { Scanner } from './scanner.port.js';

/** A scan as a whole; clamd's own limit of one (MaxScanTime) is two minutes. */
const SCAN_MS = 3 * 60_000;
const CONNECTED_WITHIN_MS = 10_000;
/** Between two signs of life; a scan says nothing until its end. */
const SILENCE_MS = 150_000;
const LONGEST_REPLY = 4_096;
const COMMAND = 'zINSTREAM\0';
const END = Buffer.alloc(4);

/** The address as `ATTACHMENT_SCANNER` says it. */
export function clamdAddress(address: string): NetConnectOpts {
  const { protocol, hostname, port, pathname } = new URL(address);
  return protocol === 'unix:' ? { path: pathname } : { host: hostname, port: Number(port) };
}

/**
 * A ClamAV daemon (clamd(8), INSTREAM): the content goes to it in pieces over TCP or a unix socket, and it answers in one
 * line. It never gets a name, and leaves no file of ours behind.
 */
export class ClamdScanner implements Scanner {
  constructor(
    private readonly address: NetConnectOpts,
    private readonly silenceMs = SILENCE_MS,
  ) {}

  async scan(pieces: AsyncIterable<Uint8Array>, stopping: AbortSignal): Promise<ScanVerdict> {
    const socket = connect(this.address);
    const reply = replyOf(socket);
    const end = (): void => void socket.destroy();
    const late = setTimeout(end, SCAN_MS);
    stopping.addEventListener('abort', end);
    socket.setTimeout(CONNECTED_WITHIN_MS, end);
    socket.once('connect', () => socket.setTimeout(this.silenceMs));
    try {
      if (stopping.aborted) return 'away';
      // It may answer before it has everything: what is too large for it, it says at once.
      await Promise.race([send(socket, pieces), reply]);
      return verdictOf(await reply);
    } finally {
      clearTimeout(late);
      stopping.removeEventListener('abort', end);
      socket.destroy();
    }
  }
}

/** All that was said before the connection ended; resolves with it whatever the end was. */
function replyOf(socket: Socket): Promise<string> {
  let text = '';
  return new Promise((resolve) => {
    socket.on('data', (part) => {
      text += part.toString('latin1');
      if (text.includes('\0') || text.length > LONGEST_REPLY) resolve(text);
    });
    // Also after an error, which nobody else has to hear of.
    socket.on('error', () => undefined).on('close', () => resolve(text));
  });
}

/** @throws what reading the pieces throws; a connection that ends is seen by who waits for the reply */
async function send(socket: Socket, pieces: AsyncIterable<Uint8Array>): Promise<void> {
  await write(socket, Buffer.from(COMMAND));
  for await (const piece of pieces) {
    if (socket.destroyed) return;
    const length = Buffer.alloc(4);
    length.writeUInt32BE(piece.length);
    await write(socket, Buffer.concat([length, piece]));
  }
  await write(socket, END);
}

/** Waits until it has left, so that no more than a piece is in memory; or until there is nobody to take it. */
const write = (socket: Socket, bytes: Buffer): Promise<void> =>
  new Promise((resolve) => socket.write(bytes, () => resolve()));

/** `stream: OK`, `stream: NAME FOUND`, `INSTREAM size limit exceeded. ERROR`, or anything else. */
export function verdictOf(reply: string): ScanVerdict {
  const line = reply.split('\0', 1)[0]!.trim();
  if (line === 'stream: OK') return 'clean';
  if (line.endsWith(' FOUND')) return 'infected';
  if (line.includes('size limit exceeded')) return 'too-large';
  return reply.includes('\0') ? 'failed' : 'away';
}
