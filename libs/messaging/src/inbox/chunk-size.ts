export interface ChunkSizeOptions {
  readonly maxKeys: number;
  readonly aimMs: number;
}

/**
 * More keys would hold more advisory locks than the server's lock table is planned for. Why not 50 ms as in the design:
 * ADR 23.
 */
export const CHUNK_SIZE: ChunkSizeOptions = { maxKeys: 200, aimMs: 200 };
const MIN_KEYS = 5;

/** How many cases a chunk may hold, so that its transaction takes about as long as aimed at: it keeps the relay of every service back. */
export class ChunkSize {
  private limit: number;

  constructor(private readonly options: ChunkSizeOptions = CHUNK_SIZE) {
    this.limit = options.maxKeys;
  }

  get keys(): number {
    return Math.floor(this.limit);
  }

  /** A chunk of `keys` cases took so long. Shrinks at once, grows slowly. */
  observe(keys: number, milliseconds: number): void {
    const { maxKeys, aimMs } = this.options;
    if (milliseconds > aimMs) {
      const fitting = (keys * aimMs) / milliseconds;
      this.limit = Math.max(MIN_KEYS, Math.min(this.limit, fitting));
    } else if (keys >= this.limit * 0.8) {
      this.limit = Math.min(maxKeys, this.limit * 1.25);
    }
  }
}
