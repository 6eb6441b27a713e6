import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';

/**
 * Below the range from which systems take the ports of outgoing connections (32768 on Linux, 49152 elsewhere): a service
 * that is down for a moment must not find its port taken by somebody's connection when it comes back.
 */
const FIRST = 20_000;
const COUNT = 10_000;

/** A TCP port of 127.0.0.1 on which nothing listens now, outside the system's range for outgoing connections. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const port = FIRST + Math.floor(Math.random() * COUNT);
    if (await isFree(port)) return port;
  }
  throw new Error(`No free TCP port found between ${FIRST} and ${FIRST + COUNT}.`);
}

export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () =>
      server.close(() => resolve(true)),
    );
  });
}

/** Ports by name, kept in a file, so that a stack that starts again answers at the same addresses if they are still free. */
export class RememberedPorts {
  readonly #file: string;
  readonly #ports: Record<string, number>;
  readonly #given = new Set<number>();

  constructor(file: string) {
    this.#file = file;
    this.#ports = read(file);
  }

  async get(name: string): Promise<number> {
    const before = this.#ports[name];
    const port =
      before && !this.#given.has(before) && (await isFree(before)) ? before : await this.#another();
    this.#given.add(port);
    this.#ports[name] = port;
    writeFileSync(this.#file, JSON.stringify(this.#ports, null, 2));
    return port;
  }

  async #another(): Promise<number> {
    const port = await freePort();
    return this.#given.has(port) ? this.#another() : port;
  }
}

function read(file: string): Record<string, number> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, number>;
  } catch {
    return {};
  }
}
