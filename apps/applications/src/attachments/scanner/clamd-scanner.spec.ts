import { afterEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  EICAR,
  clamdPeer,
  type ClamdPeer,
  type ClamdPeerOptions,
} from '../../testing/clamd-peer.js';
import { ClamdScanner, clamdAddress, verdictOf } from './clamd-scanner.js';

let peer: ClamdPeer | undefined;
afterEach(() => peer?.stop());

async function* of(...pieces: (Buffer | string)[]): AsyncGenerator<Buffer> {
  for (const piece of pieces) yield await Promise.resolve(Buffer.from(piece));
}

const running = (): AbortSignal => new AbortController().signal;

async function scannerAt(options?: ClamdPeerOptions, silenceMs?: number): Promise<ClamdScanner> {
  peer = await clamdPeer(options);
  return new ClamdScanner(clamdAddress(peer.address), silenceMs);
}

describe('a scan by clamd', () => {
  it('streams the pieces in order and understands what it finds', async () => {
    const scanner = await scannerAt();
    expect(await scanner.scan(of('one ', 'two ', 'three'), running())).toBe('clean');
    expect(String(peer!.streams[0])).toBe('one two three');
    const half = EICAR.length / 2;
    expect(await scanner.scan(of(EICAR.slice(0, half), EICAR.slice(half)), running())).toBe(
      'infected',
    );
  });

  it('works over a unix socket', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'madoguchi-clamd-'));
    const scanner = await scannerAt({ path: join(folder, 'clamd.sock') });
    expect(await scanner.scan(of('content'), running())).toBe('clean');
    await peer!.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('takes more than the socket holds, piece by piece', async () => {
    const scanner = await scannerAt();
    const pieces = Array.from({ length: 40 }, (_, place) => Buffer.alloc(256 * 1024, place));
    expect(await scanner.scan(of(...pieces), running())).toBe('clean');
    expect(peer!.streams[0]!.equals(Buffer.concat(pieces))).toBe(true);
  });

  it('is told at once that a stream is too large, and sends no more of it', async () => {
    const scanner = await scannerAt({ streamMaxLength: 1_000 });
    const pieces = Array.from({ length: 100 }, () => Buffer.alloc(64 * 1024));
    expect(await scanner.scan(of(...pieces), running())).toBe('too-large');
  });

  it('is away when nobody listens, when the connection is cut, and when nothing is said in time', async () => {
    const scanner = await scannerAt(undefined, 200);
    peer!.answer(() => 'cut');
    expect(await scanner.scan(of('x'), running())).toBe('away');
    peer!.answer(() => 'silence');
    expect(await scanner.scan(of('x'), running())).toBe('away');
    await peer!.stop();
    expect(await scanner.scan(of('x'), running())).toBe('away');
  });

  it('is away when half an answer comes', async () => {
    const server = createServer((socket) => void socket.resume().end('stream: O'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    expect(await new ClamdScanner({ host: '127.0.0.1', port }).scan(of('x'), running())).toBe(
      'away',
    );
    await new Promise((resolve) => server.close(resolve));
  });

  it('ends when the process stops', async () => {
    const scanner = await scannerAt();
    peer!.answer(() => 'silence');
    const stopping = new AbortController();
    const scan = scanner.scan(of('x'), stopping.signal);
    setTimeout(() => stopping.abort(), 50);
    expect(await scan).toBe('away');
    expect(await scanner.scan(of('x'), stopping.signal)).toBe('away');
  });

  it('throws on what reading the content throws', async () => {
    const scanner = await scannerAt();

    async function* broken(): AsyncGenerator<Buffer> {
      await Promise.resolve();
      throw new Error('no key');
    }
    await expect(scanner.scan(broken(), running())).rejects.toThrow('no key');
  });
});

it.each([
  ['stream: OK\0', 'clean'],
  ['stream: Win.Test.EICAR_HDB-1 FOUND\0', 'infected'],
  ['INSTREAM size limit exceeded. ERROR\0', 'too-large'],
  ["stream: Can't allocate memory ERROR\0", 'failed'],
  ['something else\0', 'failed'],
  ['stream: OKAY\0', 'failed'],
  ['', 'away'],
] as const)('reads %j as %s', (reply, verdict) => {
  expect(verdictOf(reply)).toBe(verdict);
});
